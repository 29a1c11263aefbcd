import type { Circumstances } from '../../asked/circumstances.ts'
import { type Command, commandRow } from '../../asked/command.ts'
import { nothingTaken, type Taken, type Taking, takenOf } from '../../asked/taken.ts'
import type { Customer, InvoiceDraft, Ranges } from '../../state/customer.ts'
import { common, isIn, joined, rangesOf, without } from '../../state/ranges.ts'
import { findSubject } from '../../state/subjects.ts'
import { momentsOf } from '../../state/zone-at.ts'
import type { Day, Instant } from '../../time.ts'
import { type Check, check } from '../checks.ts'

/** Most separate ranges of numbers that the charges of one invoice may stand in: its record holds each. */
export const MOST_RANGES = 100_000

/** Most charges of a void invoice that are booked again: each is a record of that one operation. */
export const MOST_BOOKED_AGAIN = 20_000

type Wanted = 'unbilled' | readonly bigint[]
type Period = { readonly from: Day; readonly to: Day } | null

/** What two lots of charges come to. */
const together = (one: Taken, other: Taken): Taken => ({
  charges: joined([...one.charges, ...other.charges]),
  sum: one.sum + other.sum,
  latest: one.latest === null || (other.latest !== null && other.latest > one.latest) ? other.latest : one.latest,
  before: joined([...one.before, ...other.before]),
})

/**
 * The charges that a command takes by their numbers, without any being named by its xDR id: those that are unbilled, or
 * those of a draft. What they come to is asked of whoever keeps them; null: it takes none so.
 */
export function takingOf(customer: Customer, command: Command, effectiveAt: Instant): Taking | null {
  const { bills } = commandRow(command.op)
  if (bills === 'asked' && 'charges' in command)
    return command.charges === 'unbilled' ? unbilledUntil(customer, effectiveAt, command.period) : null
  if (bills !== 'drafted' || !('draft' in command)) return null
  const draft = findSubject(customer, 'invoice', command.draft)?.traits.draft
  return draft === undefined ? null : takingOfDraft(customer, draft, effectiveAt)
}

/** The charges that a draft takes when it is issued, as it was told to. */
const takingOfDraft = (customer: Customer, draft: InvoiceDraft, effectiveAt: Instant): Taking =>
  draft.takes === 'unbilled'
    ? unbilledUntil(customer, effectiveAt, periodOf(draft))
    : { among: common(draft.charges, customer.unbilled), until: null, begins: null }

/** All unbilled charges that count by then, and by the end of the invoice's period where it has one. */
function unbilledUntil(customer: Customer, effectiveAt: Instant, period: Period): Taking {
  const [begins = null, ends = effectiveAt] = period === null ? [] : momentsOf(customer, period)
  return { among: customer.unbilled, until: ends > effectiveAt ? effectiveAt : ends, begins }
}

/** What the charges of an invoice come to: those that the customer has at hand, and what is said of the others. */
export function chargesTaken(customer: Customer, command: Command, { effectiveAt, others }: Circumstances): Taken {
  const taking = takingOf(customer, command, effectiveAt)
  if (taking !== null) return together(takenOf(customer.charges.values(), taking), others ?? nothingTaken)
  const isAsked = commandRow(command.op).bills === 'asked' && 'charges' in command
  const wanted = isAsked ? command.charges : []
  return takenOf(customer.charges.values(), namedBy(customer, wanted))
}

/** Of the charges that are named by their xDR ids, those that stand on no invoice, whatever their day. */
export function namedBy(customer: Customer, wanted: Wanted): Taking {
  const ids = new Set<bigint>(wanted === 'unbilled' ? [] : wanted)
  const named = [...customer.charges.values()].filter((charge) => ids.has(charge.xdrId))
  return { among: common(rangesOf(named.map((charge) => charge.no)), customer.unbilled), until: null, begins: null }
}

/** Is every charge that is named there, and on no invoice yet? */
export function unavailableCharges(customer: Customer, wanted: Wanted): Check[] {
  if (wanted === 'unbilled' || wanted.length === 0) return []
  const byId = new Map([...customer.charges.values()].map((charge) => [charge.xdrId, charge]))
  return wanted.flatMap((xdrId) => {
    const charge = byId.get(xdrId)
    const facts = { xdr_id: String(xdrId) }
    return [
      check(charge !== undefined, 'charge_unknown', facts),
      check(charge === undefined || isIn(customer.unbilled, charge.no), 'charge_already_invoiced', facts),
    ]
  })
}

/** The period of a draft, where it has one. */
export const periodOf = ({ periodFrom: from, periodTo: to }: InvoiceDraft): Period =>
  from === null || to === null ? null : { from, to }

/** Is every charge that a draft names still on no invoice? Another one may have taken it meanwhile. */
export const lostCharges = (customer: Customer, draft: InvoiceDraft): Check[] =>
  numbersOf(without(draft.charges, customer.unbilled)).map((no) =>
    check(false, 'charge_already_invoiced', { xdr_id: customer.charges.get(no)?.xdrId.toString() ?? null }),
  )

const numbersOf = (ranges: Ranges): number[] =>
  ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, at) => from + at))
