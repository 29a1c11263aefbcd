import { refKey } from '../../../engine/figures/base.ts'
import type { Charge, Subject } from '../../../engine/state/customer.ts'
import { otherSubjects } from '../../../engine/state/own.ts'
import { lastClosing } from '../../../store/beside/closing.ts'
import { policiesFor } from '../../../store/beside/policies.ts'
import { findEntries } from '../../../store/heads/directory.ts'
import { type Head, lockHeads } from '../../../store/heads/heads.ts'
import { stretchesOf, suppliedIdsTaken, xdrIdsTaken } from '../../../store/heads/sequences.ts'
import { usesOf } from '../../../store/history/idempotency.ts'
import { textStates } from '../../../store/history/texts.ts'
import { clocksOf } from '../../../store/queues/clocks.ts'
import type { Session } from '../../../store/session/session.ts'
import { loadAllocations } from '../../../store/subjects/allocations.ts'
import { loadCharges } from '../../../store/subjects/charges.ts'
import { loadCredits } from '../../../store/subjects/credits.ts'
import { loadDisputes } from '../../../store/subjects/disputes.ts'
import { loadInvoices } from '../../../store/subjects/invoices.ts'
import { messagesBySeq } from '../../../store/subjects/messages.ts'
import { loadPayments } from '../../../store/subjects/payments.ts'
import { type Owned, type Wanted, wantsNothing } from '../../../store/subjects/wanted.ts'
import {
  clocksNamed,
  customerIdOf,
  idsTaken,
  mergedWants,
  suppliedXdrIds,
  textsErased,
} from '../../asked/commands/wanted-of.ts'
import { keyScopeOf, type Request } from '../../asked/request.ts'
import { loadCorrected } from '../../sheet/operate/corrected.ts'
import { byScope } from '../../sheet/policy-terms.ts'
import type { XdrStock } from '../../sheet/sheet.ts'
import { blankHead, nameOfUse, type Sheet } from '../../sheet/sheet.ts'
import { inOrder, isKept, type Kept, keptAt, type Subjects } from './kept.ts'

/** The requests about one customer, in their order, with xDR ids to draw from. */
export type Group = {
  readonly customerId: string
  readonly requests: readonly Request[]
  readonly xdrIds: XdrStock
}

/**
 * Locks the heads of some customers and loads what their requests need, in one round trip: every statement is sent at
 * once, and those behind the lock see what the last holder of it committed.
 */
export async function load(session: Session, groups: readonly Group[]): Promise<Sheet[]> {
  const wanted = groups.map((group) => ({
    ...mergedWants(group.customerId, group.requests),
    open: !isKept(group.customerId),
  }))
  const customerIds = groups.map((group) => group.customerId)
  const [heads, uses, taken, clocks, policies, xdrIds, subjects, charges, others, closing] = await Promise.all([
    lockHeads(session, customerIds),
    usesOf(session, keysOf(groups)),
    findEntries(
      session,
      groups.flatMap((group) => group.requests.flatMap(idsTaken)),
    ),
    clocksOf(
      session,
      customerIds,
      groups.flatMap((group) => group.requests.flatMap(clocksNamed)),
    ),
    policiesFor(session, customerIds),
    takenXdrIds(session, groups),
    loadSubjects(session, wanted),
    loadCharges(session, wanted),
    Promise.all(groups.map((group) => loadOthers(session, group))),
    lastClosing(session),
  ])
  const headOf = new Map(heads.map((head) => [head.customer.id, head]))
  const kept = keptOf(session, wanted, heads)
  const moved = await loadMoved(session, wanted, heads, kept)
  const clocksByName = new Map(clocks.map((clock) => [clock.clock, clock]))
  const terms = byScope(policies)
  const owners = new Map(taken.map((entry) => [`${entry.kind}:${entry.id}`, entry.customerId]))
  return groups.map((group, at): Sheet => {
    const own = <T>(all: readonly Owned<T>[]): T[] =>
      all.filter((one) => one.customerId === group.customerId).map((one) => one.subject)
    const head = headOf.get(group.customerId) ?? blankHead(group.customerId)
    const has = new Set(xdrIds.filter((one) => one.customerId === group.customerId).map((one) => one.xdrId))
    return {
      customerId: group.customerId,
      seqBefore: head.customer.seq,
      clocks: clocksByName,
      policies: terms,
      uses: new Map(uses.filter((use) => use.customerId === group.customerId).map((use) => [nameOfUse(use), use])),
      owners,
      xdrIds: has,
      freeXdrIds: group.xdrIds.first.filter((id) => !has.has(id)),
      moreXdrIds: group.xdrIds.more,
      closedUntil: closing?.closedUntil ?? null,
      keepsCharges: needsCharges(wanted[at]),
      entries: [],
      kept: [],
      touched: new Set(),
      ...(others[at] ?? { textStates: new Map(), settled: new Map(), corrected: [] }),
      ...standing(head, kept.get(group.customerId), own([...subjects, ...moved]), own(charges)),
    }
  })
}

const needsCharges = (wanted: Wanted | undefined): boolean =>
  wanted !== undefined && (wanted.unbilled || wanted.charges.length + wanted.chargesOf.length > 0)

/** The open subjects of those of whom they need not be loaded, where they stand as they were kept. */
function keptOf(session: Session, wanted: readonly Wanted[], heads: readonly Head[]): ReadonlyMap<string, Kept> {
  const isLoaded = new Map(wanted.map((one) => [one.customerId, one.open]))
  return new Map(
    heads.flatMap((head) => {
      const open = isLoaded.get(head.customer.id) === false ? keptAt(session, head) : undefined
      return open === undefined ? [] : [[head.customer.id, open] as const]
    }),
  )
}

/** The open subjects of the others of whom they were not loaded: something was recorded of them since. */
async function loadMoved(
  session: Session,
  wanted: readonly Wanted[],
  heads: readonly Head[],
  kept: ReadonlyMap<string, Kept>,
): Promise<Owned<Subject>[]> {
  const isThere = new Set(heads.map((head) => head.customer.id))
  const moved = wanted.filter(({ customerId, open }) => !open && isThere.has(customerId) && !kept.has(customerId))
  return moved.length === 0
    ? []
    : await loadSubjects(
        session,
        moved.map((one) => wantsNothing(one.customerId)),
      )
}

/** The subjects of a customer that were kept and those that were loaded. */
function together(kept: Kept | undefined, loaded: readonly Subject[]): Subjects {
  if (kept === undefined) return inOrder(loaded)
  const more = loaded.map((one) => [refKey(one.ref), one] as const).filter(([key]) => !kept.open.has(key))
  return otherSubjects(kept.open, { more: new Map(more) })
}

const standing = (
  head: Head,
  kept: Kept | undefined,
  subjects: readonly Subject[],
  charges: readonly Charge[],
): Pick<Sheet, 'customer' | 'began' | 'hash' | 'nextEvaluationOn' | 'snapshotSeq'> => {
  const began = together(kept, subjects)
  return {
    customer: {
      ...head.customer,
      // the same value, by which what was worked out under these terms is known again
      policy: kept?.policy ?? head.customer.policy,
      subjects: began,
      charges: new Map(charges.map((charge) => [charge.no, charge])),
    },
    began,
    hash: head.hash,
    nextEvaluationOn: head.nextEvaluationOn,
    snapshotSeq: head.snapshotSeq,
  }
}

async function loadSubjects(session: Session, wanted: readonly Wanted[]): Promise<Owned<Subject>[]> {
  const kinds = await Promise.all([
    loadInvoices(session, wanted),
    loadPayments(session, wanted),
    loadCredits(session, wanted),
    loadAllocations(session, wanted),
    loadDisputes(session, wanted),
  ])
  return kinds.flat()
}

const keysOf = (groups: readonly Group[]) =>
  groups.flatMap(({ customerId, requests }) =>
    requests.flatMap((one) => (one.key === null ? [] : [{ customerId, caller: keyScopeOf(one.caller), key: one.key }])),
  )

/** Of the ids that the caller supplies and of those drawn from the counter, which the customers have already. */
async function takenXdrIds(session: Session, groups: readonly Group[]) {
  const drawn = groups.flatMap(({ customerId, xdrIds }) => stretchesOf(customerId, xdrIds.first))
  const supplied = groups.map(({ customerId, requests }) => ({ customerId, ids: requests.flatMap(suppliedXdrIds) }))
  const taken = await Promise.all([xdrIdsTaken(session, drawn), suppliedIdsTaken(session, supplied)])
  return taken.flat()
}

/** What only few operations need: texts to be erased, messages to be settled, what is corrected. */
async function loadOthers(
  session: Session,
  { customerId, requests }: Group,
): Promise<Pick<Sheet, 'textStates' | 'settled' | 'corrected'>> {
  const textIds = requests.flatMap(textsErased)
  const seqs = requests.flatMap((one) =>
    one.op === 'internal' && one.command.op === 'settle_message' ? [one.command.messageSeq] : [],
  )
  const [texts, messages, corrected] = await Promise.all([
    textIds.length === 0 ? new Map<string, 'there' | 'erased'>() : textStates(session, customerId, textIds),
    seqs.length === 0 ? [] : messagesBySeq(session, customerId, seqs),
    loadCorrected(session, customerId, requests),
  ])
  return { textStates: new Map(texts), settled: new Map(messages.map((one) => [one.seq, one.settled])), corrected }
}

/** Puts the requests of a batch together by customer, in the order of the customers' ids. */
export function grouped(
  requests: readonly Request[],
): { readonly customerId: string; readonly requests: readonly Request[] }[] {
  const groups = new Map<string, Request[]>()
  for (const request of requests) {
    const customerId = customerIdOf(request)
    const known = groups.get(customerId)
    if (known === undefined) groups.set(customerId, [request])
    else known.push(request)
  }
  return [...groups]
    .map(([customerId, all]) => ({ customerId, requests: all }))
    .sort((a, b) => (a.customerId < b.customerId ? -1 : 1))
}
