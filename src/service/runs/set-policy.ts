import type { PolicyTerms } from '../../contract/policies.ts'
import type { Refusal } from '../../engine/asked/refusals.ts'
import type { EventType } from '../../engine/events/effects.ts'
import {
  countToAdopt,
  insertPolicy,
  isClassOfMore,
  lastPolicyVersion,
  policiesOf,
  scopeOfClass,
  scopeOfCustomer,
} from '../../store/beside/policies.ts'
import type { KeyUse } from '../../store/history/idempotency.ts'
import { findRunOf, type Run } from '../../store/queues/runs.ts'
import type { Session } from '../../store/session/session.ts'
import { inTransaction, type Store } from '../../store/session/store.ts'
import type { Canonical } from '../asked/canonical-json.ts'
import type { Caller, InternalRequest } from '../asked/request.ts'
import { isAskedAgain } from '../asked/request-hash.ts'
import { wallNow } from '../asked/wall-clock.ts'
import { bookOnce, doing, keyUseOf, reasoned } from '../ledger/doings.ts'
import { pinning } from '../ledger/pins.ts'
import { adoptionOf } from '../sheet/operate/adopt.ts'
import { askedOf } from '../sheet/operate/operate.ts'
import { amended, inForce, termsText } from '../sheet/policy-terms.ts'
import { adoptPending, classOfRun, layersOf, type PolicyScope, scopeOfAdoptions } from '../time/policies.ts'
import { type Asking, newRun, type RunKind, type Wanted } from './run.ts'

/**
 * What became of the wish to set terms. `run`: in which those whom they concern adopt them, where they are many; `replay`:
 * this key has set them before.
 */
export type PolicyOutcome =
  | { readonly status: 'done'; readonly version: number; readonly replay: boolean; readonly run: Run | null }
  | { readonly status: 'refused'; readonly refusal: Refusal }
  | { readonly status: 'key_reused' }

type Wish = { readonly scope: PolicyScope; readonly patch: PolicyTerms; readonly reason?: string | undefined }
type Setter = Pick<Asking, 'caller'> & { readonly key: string }

/** Adoptions of a version of a class by its customers. */
export const adoptionRuns: RunKind = {
  work: ({ runId }) => `run:${runId}`,
  left: (store, run) => countToAdopt(store, classOfRun(run)),
  carryOut: async (store, run, { note }) => {
    await adoptPending(store, { of: classOfRun(run), note })
    return 'done'
  },
}

const adoption = (version: number, of: string): Wanted => ({
  kind: 'policy',
  scope: scopeOfAdoptions(version, of),
  businessDate: null,
})

/**
 * Sets terms of a class or a customer (2-domain 2.2, 2.5): a new version, never changed, with a record of the operator's
 * own log. Who is concerned adopts it before the answer; of a class with more customers than so many in a run, which the
 * background carries out (`go-on.ts`). Refused: nothing differs.
 */
export async function setPolicy(
  store: Store,
  wish: Wish,
  caller: Caller,
  key: string,
  most: number = Number.POSITIVE_INFINITY,
): Promise<PolicyOutcome> {
  for (;;) {
    const outcome = await trySetting(store, wish, { caller, key }, most)
    if (outcome === 'overtaken') continue
    // the version is set; who cannot adopt it now does it in the background, which says why he could not
    if (outcome.status === 'done' && outcome.run === null) await adoptPending(store, { most }).catch(() => false)
    return outcome
  }
}

async function trySetting(
  store: Store,
  { scope, patch, reason }: Wish,
  { caller, key }: Setter,
  most: number,
): Promise<PolicyOutcome | 'overtaken'> {
  const { layers, last, use } = await readForSetting(store, scope, { caller, key })
  const request = {
    // what it states is known further on
    ...doing<EventType>('policy_set', {}, caller),
    key,
    asked: { scope, patch, ...(reason !== undefined && { reason }) } as unknown as Canonical,
  }
  if (use !== undefined) return await answeredBefore(store, use, request, scope)
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
  const wanted = adoption(version, scope.class)
  const isLong = !('customerId' in scope) && (await isClassOfMore(store, scope.class, most))
  const run = isLong ? newRun(wanted, { caller, key: null }) : null
  const isBooked = await bookOnce(
    store,
    booking,
    async (session) => {
      if ((await lastPolicyVersion(session)) !== last) return false
      await insertPolicy(session, { ...set, effective })
      await run?.insert(session)
      return true
    },
    async (session) => [
      ...(await pinning(session, ['policy', String(version)], caller)),
      ...(run === null ? [] : [run.started, ...(await run.pins(session))]),
    ],
  )
  return isBooked ? { status: 'done', version, replay: false, run: await runOf(store, wanted) } : 'overtaken'
}

const nameOf = (scope: PolicyScope): string =>
  'customerId' in scope ? scopeOfCustomer(scope.customerId) : scopeOfClass(scope.class)

const runOf = async (store: Store, wanted: Wanted): Promise<Run | null> => (await findRunOf(store, wanted)) ?? null

function readForSetting(store: Store, scope: PolicyScope, { caller, key }: Setter) {
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

async function answeredBefore(
  store: Store,
  use: KeyUse,
  request: InternalRequest,
  scope: PolicyScope,
): Promise<PolicyOutcome> {
  if (!isAskedAgain(use, askedOf(request, request.customerId))) return { status: 'key_reused' }
  const version = Number(use.correlationId.slice(adoptionOf(0).length - 1))
  return { status: 'done', version, replay: true, run: await runOf(store, adoption(version, scope.class)) }
}
