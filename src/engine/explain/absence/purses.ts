import type { EventType } from '../../events/effects.ts'
import type { EventRecord } from '../../events/record.ts'
import { type Ref, refKey } from '../../figures/base.ts'
import type { Micros } from '../../money/amount.ts'
import type { Instant } from '../../time.ts'

/** What became of money that came from outside: a payment, or a credit that was moved in; amounts in micros. */
export type Purse = {
  readonly ref: Ref
  /** when it last came nearer: was authorised, received, settled or moved in */
  readonly cameAt: Instant
  readonly cameSeq: number
  /** since when it exists: of a pending one its authorisation, of a settled one its settlement */
  readonly since: Instant
  readonly authorised: Micros
  readonly expiresAt: Instant | null
  readonly came: Micros
  readonly isHeld: boolean
  /** by number of the invoice */
  readonly applied: ReadonlyMap<number, Micros>
  /** what was taken back or sent on, with the moment of the last time */
  readonly gone: Readonly<Partial<Record<Gone, { readonly amount: Micros; readonly at: Instant }>>>
}
export type Gone = 'charged_back' | 'voided' | 'failed' | 'refunded' | 'moved'

/** By which events money comes. */
export const coming: readonly EventType[] = [
  'payment_authorised',
  'payment_received',
  'payment_settled',
  'credit_moved_in',
]

/** By which events it is taken back or sent on. */
export const going: readonly EventType[] = [
  'authorisation_failed',
  'payment_failed',
  'payment_voided',
  'payment_refunded',
  'payment_charged_back',
  'chargeback_reversed',
  'payment_moved_out',
  'credit_refunded',
  'credit_moved_out',
]

/** By which events it is applied to invoices, and by which it is taken back from them. */
export const applying: readonly EventType[] = ['payment_allocated', 'credit_allocated']
export const takingBack: readonly EventType[] = ['payment_deallocated', 'credit_deallocated']

/** All events that say what became of money. */
export const moneyTypes: readonly EventType[] = [...coming, ...going, ...applying, ...takingBack]

/** What of some money is applied to an invoice, by its number, micros: the sum of such events, where they are many. */
export type Applied = { readonly ref: Ref; readonly invoice: number; readonly amount: Micros }

/**
 * Follows money through its events, in order of effect, and through what is applied beside them; credits that were not
 * moved in are left out.
 */
export function pursesOf(events: Iterable<EventRecord>, applied: Iterable<Applied> = []): Purse[] {
  const purses = new Map<string, Purse>()
  for (const event of inOrder(events)) {
    const ref = event.facts.payment ?? event.facts.credit
    if (ref === undefined) continue
    const before = purses.get(refKey(ref)) ?? (coming.includes(event.type) ? empty(ref, event) : undefined)
    if (before !== undefined) purses.set(refKey(ref), after(before, event))
  }
  const sums = Map.groupBy(applied, (one) => refKey(one.ref))
  return [...purses].map(([key, purse]) => ({ ...purse, applied: withSums(purse.applied, sums.get(key) ?? []) }))
}

function withSums(applied: Purse['applied'], sums: readonly Applied[]): Purse['applied'] {
  if (sums.length === 0) return applied
  const all = new Map(applied)
  for (const { invoice, amount } of sums) all.set(invoice, (all.get(invoice) ?? 0n) + amount)
  return all
}

const inOrder = (events: Iterable<EventRecord>): EventRecord[] =>
  [...events].sort((a, b) => (a.effectiveAt < b.effectiveAt ? -1 : a.effectiveAt > b.effectiveAt ? 1 : a.seq - b.seq))

const empty = (ref: Ref, { effectiveAt: at, seq }: EventRecord): Purse => ({
  ref,
  cameAt: at,
  cameSeq: seq,
  since: at,
  authorised: 0n,
  expiresAt: null,
  came: 0n,
  isHeld: false,
  applied: new Map(),
  gone: {},
})

function after(purse: Purse, { type, facts, effectiveAt: at, seq }: EventRecord): Purse {
  const { amount = 0n } = facts
  switch (type) {
    case 'payment_authorised':
      return {
        ...came(purse, at, seq),
        authorised: amount,
        expiresAt: facts.expiresAt ?? null,
        isHeld: facts.rule === 'hold',
      }
    case 'payment_received':
      return { ...came(purse, at, seq), came: amount, isHeld: facts.rule === 'hold' }
    case 'payment_settled':
      return { ...came(purse, at, seq), authorised: 0n, came: amount }
    case 'credit_moved_in':
      return { ...came(purse, at, seq), came: amount }
    case 'payment_allocated':
    case 'credit_allocated':
      return apply(purse, facts.invoice, amount)
    case 'payment_deallocated':
    case 'credit_deallocated':
      return apply(purse, facts.invoice, -amount)
    case 'authorisation_failed':
      return go({ ...purse, authorised: purse.authorised - amount }, 'failed', amount, at)
    case 'payment_failed':
      return go(purse, 'failed', amount, at)
    case 'payment_voided':
      return go(purse, 'voided', amount, at)
    case 'payment_refunded':
    case 'credit_refunded':
      return go(purse, 'refunded', amount, at)
    case 'payment_charged_back':
      return go(purse, 'charged_back', amount, at)
    case 'chargeback_reversed':
      return go({ ...purse, cameAt: at, cameSeq: seq }, 'charged_back', -amount, purse.gone.charged_back?.at ?? at)
    case 'payment_moved_out':
    case 'credit_moved_out':
      return go(purse, 'moved', amount, at)
    default:
      return purse
  }
}

const came = (purse: Purse, at: Instant, seq: number): Purse => ({ ...purse, cameAt: at, cameSeq: seq, since: at })

function apply(purse: Purse, invoice: Ref | undefined, amount: Micros): Purse {
  if (invoice === undefined) return purse
  const applied = new Map(purse.applied)
  applied.set(invoice.no, (applied.get(invoice.no) ?? 0n) + amount)
  return { ...purse, applied }
}

const go = (purse: Purse, how: Gone, amount: Micros, at: Instant): Purse => ({
  ...purse,
  gone: { ...purse.gone, [how]: { amount: (purse.gone[how]?.amount ?? 0n) + amount, at } },
})

/** What of it is authorised and neither settled nor ended by then. */
export const pendingIn = ({ authorised, expiresAt }: Purse, at: Instant): Micros =>
  expiresAt !== null && expiresAt <= at ? 0n : authorised

/** What of it is applied to no invoice and still here. */
export function freeIn(purse: Purse): Micros {
  const applied = [...purse.applied.values()].reduce((sum, one) => sum + one, 0n)
  return purse.came - applied - goneFrom(purse)
}

/** Did one come after another, by moment and record? */
export const isLaterThan = (one: Purse, other: Purse): boolean =>
  one.cameAt > other.cameAt || (one.cameAt === other.cameAt && one.cameSeq > other.cameSeq)

/** A failed authorisation never came, so that nothing of it went. */
const goneFrom = ({ gone, came: whole }: Purse): Micros => {
  const of = (how: Gone): Micros => gone[how]?.amount ?? 0n
  return of('charged_back') + of('voided') + of('refunded') + of('moved') + (whole > 0n ? of('failed') : 0n)
}

/** Has nothing of it been taken back or sent on, and is all that came applied? */
export const isWhole = (purse: Purse, at: Instant): boolean =>
  purse.came > 0n && freeIn(purse) === 0n && goneFrom(purse) === 0n && pendingIn(purse, at) === 0n
