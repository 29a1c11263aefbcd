import type { PolicyTerms } from '../../contract/policies.ts'
import type { Refusal } from '../../engine/asked/refusals.ts'
import type { EventType } from '../../engine/events/effects.ts'
import {
  customersToAdopt,
  insertPolicy,
  lastPolicyVersion,
  policiesOf,
  scopeOfClass,
  scopeOfCustomer,
} from '../../store/beside/policies.ts'
import type { KeyUse } from '../../store/history/idempotency.ts'
import type { Session } from '../../store/session/session.ts'
import { inTransaction, type Store } from '../../store/session/store.ts'
import type { Canonical } from '../asked/canonical-json.ts'
import type { Caller, InternalRequest } from '../asked/request.ts'
import { isAskedAgain } from '../asked/request-hash.ts'
import { wallNow } from '../asked/wall-clock.ts'
import { bookOnce, doing, keyUseOf, reasoned } from '../ledger/doings.ts'
import { pinning } from '../ledger/pins.ts'
import { adoptionOf, adoptPolicy } from '../sheet/operate/adopt.ts'
import { evaluateDays } from '../sheet/operate/evaluate-days.ts'
import { askedOf } from '../sheet/operate/operate.ts'
import { amended, inForce, termsText } from '../sheet/policy-terms.ts'
import { pageByPage, stepByStep } from '../work/step-by-step.ts'
import { onEach, type Work } from './evaluate-customers.ts'

/** For whom terms are set: a class, or a customer, whose class they are laid over. */
export type PolicyScope = { readonly class: string } | { readonly customerId: string; readonly class: string }

/** What became of the wish to set terms; `replay`: this key has set them before. */
export type PolicyOutcome =
  | { readonly status: 'done'; readonly version: number; readonly replay: boolean }
  | { readonly status: 'refused'; readonly refusal: Refusal }
  | { readonly status: 'key_reused' }

type Wish = { readonly scope: PolicyScope; readonly patch: PolicyTerms; readonly reason?: string | undefined }

/**
 * Sets terms of a class or a customer (2-domain 2.2, 2.5): a new version, never changed, with a record of the operator's
 * own log. Who is concerned adopts it at once, as far as that is quick; the rest in the background. Refused: nothing
 * differs.
 */
export async function setPolicy(store: Store, wish: Wish, caller: Caller, key: string): Promise<PolicyOutcome> {
  for (;;) {
    const outcome = await trySetting(store, wish, caller, key)
    if (outcome === 'overtaken') continue
    // the version is set; who cannot adopt it now does it in the background, which says why he could not
    if (outcome.status === 'done') await adoptPending(store, AT_ONCE).catch(() => false)
    return outcome
  }
}

/** Customers who adopt before the answer. */
const AT_ONCE = 500

async function trySetting(
  store: Store,
  { scope, patch, reason }: Wish,
  caller: Caller,
  key: string,
): Promise<PolicyOutcome | 'overtaken'> {
  const { layers, last, use } = await readForSetting(store, scope, caller, key)
  const request = {
    // what it states is known further on
    ...doing<EventType>('policy_set', {}, caller),
    key,
    asked: { scope, patch, ...(reason !== undefined && { reason }) } as unknown as Canonical,
  }
  if (use !== undefined) return answeredBefore(use, request)
  const name = nameOf(scope)
  const own = layers.find((row) => row.scope === name)?.terms ?? {}
  const terms = amended(own, patch)
  if (termsText(terms) === termsText(own))
    return { status: 'refused', refusal: { code: 'policy_unchanged', facts: {} } }
  const version = last + 1
  const set = { version, scope: name, terms, recordedAt: wallNow() }
  const effective = termsText(inForce([...layers.filter((row) => row.scope !== name), set]).terms)
  const facts = { policyVersion: BigInt(version), scope: name, policy: effective }
  const done = reasoned(doing('policy_set', facts, caller, adoptionOf(version)), reason)
  const booking = { ...request, ...done, key }
  const isBooked = await bookOnce(
    store,
    booking,
    async (session) => {
      if ((await lastPolicyVersion(session)) !== last) return false
      await insertPolicy(session, { ...set, effective })
      return true
    },
    (session) => pinning(session, ['policy', String(version)], caller),
  )
  return isBooked ? { status: 'done', version, replay: false } : 'overtaken'
}

const nameOf = (scope: PolicyScope): string =>
  'customerId' in scope ? scopeOfCustomer(scope.customerId) : scopeOfClass(scope.class)

/** The scopes whose terms make those of this one, the weakest first. */
export const layersOf = (scope: PolicyScope): string[] =>
  'customerId' in scope ? [scopeOfClass(scope.class), scopeOfCustomer(scope.customerId)] : [scopeOfClass(scope.class)]

function readForSetting(store: Store, scope: PolicyScope, caller: Caller, key: string) {
  const read = async (session: Session) => {
    const [layers, last, use] = await Promise.all([
      policiesOf(session, layersOf(scope)),
      lastPolicyVersion(session),
      keyUseOf(session, caller, key),
    ])
    return { layers, last, use }
  }
  return inTransaction(store, read, 'repeatable read')
}

function answeredBefore(use: KeyUse, request: InternalRequest): PolicyOutcome {
  if (!isAskedAgain(use, askedOf(request, request.customerId))) return { status: 'key_reused' }
  const version = Number(use.correlationId.slice(adoptionOf(0).length - 1))
  return { status: 'done', version, replay: true }
}

const PAGE = 500

/**
 * Has every customer adopt the terms in force for him who is on others, each after the days up to today by those that he
 * leaves; at most so many. Cut off, it goes on where it was. Answers whether nobody is left.
 */
export async function adoptPending(store: Store, most: number = Number.MAX_SAFE_INTEGER): Promise<boolean> {
  let left = most
  const adopt: Work = async (sheet, wall, session) => {
    await evaluateDays(session, sheet, wall)
    if (await adoptPolicy(session, sheet, wall)) await evaluateDays(session, sheet, wall)
  }
  await stepByStep({
    next: pageByPage(async (after) =>
      left === 0 ? [] : await customersToAdopt(store, { limit: Math.min(PAGE, left), after }),
    ),
    step: async (customerIds) => {
      left -= customerIds.length
      await onEach(store, customerIds, adopt)
    },
  })
  return left > 0
}

/** Finishes adoptions in the background: looks for customers only when a version was set since it last found nobody. */
export function openAdopter(store: Store): () => Promise<void> {
  let done = 0
  return async () => {
    const last = await lastPolicyVersion(store)
    if (last !== done && (await adoptPending(store))) done = last
  }
}
