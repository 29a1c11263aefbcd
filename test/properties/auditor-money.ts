import type { EventRecord } from '../../src/engine/events/record.ts'
import type { Books, Purse } from './auditor.ts'
import { billOf, numberOf } from './auditor-posts.ts'

/** The page of a payment, and the sums of the customer that go with it. */
export function postPayment(books: Books, record: EventRecord): void {
  const { type, facts } = record
  const { amount = 0n } = facts
  const purse = (): Purse => purseIn(books.payments, facts.payment, record.seq)
  switch (type) {
    case 'payment_received':
      books.paid += amount
      books.payments.set(numberOf(facts.payment), { ...emptyPurse, amount })
      return
    case 'payment_authorised': {
      const endsOn = facts.expiresOn === undefined ? null : BigInt(facts.expiresOn)
      const endsAt = facts.expiresAt ?? null
      const chosen = (facts.chosen ?? []).map((one) => ({ no: one.invoice.no, amount: one.amount }))
      const place = { since: record.effectiveAt, seq: record.seq }
      const promise = { ...emptyPurse, promised: amount, endsAt, endsOn, chosen, ...place }
      books.payments.set(numberOf(facts.payment), promise)
      return
    }
    case 'payment_settled':
      purse().promised -= facts.released ?? 0n
      purse().amount += amount
      books.paid += amount
      return
    case 'authorisation_failed':
      purse().promised -= amount
      purse().failed += amount
      return
    case 'payment_failed':
    case 'payment_voided':
      purse().voided += amount
      if (type === 'payment_failed') purse().failed += amount
      books.paid -= amount
      return
    case 'payment_refunded':
      purse().refunded += amount
      books.refunded += amount
      return
    case 'payment_charged_back':
      purse().chargedBack += amount
      books.chargedBack += amount
      return
    case 'chargeback_reversed':
      purse().chargedBack -= amount
      purse().broughtBack += amount
      books.chargedBack -= amount
      return
    case 'payment_moved_out':
      purse().moved += amount
      books.moved += amount
      return
    case 'payment_allocated':
    case 'payment_deallocated': {
      const by = type === 'payment_allocated' ? amount : -amount
      purse().used += by
      billOf(books, record).paid += by
      share(books, record, by)
      return
    }
    default:
      return
  }
}

/** The page of a credit, and the sums of the customer and the bill that go with it. */
export function postCredit(books: Books, record: EventRecord): void {
  const { type, facts } = record
  const { amount = 0n } = facts
  const purse = (): Purse => purseIn(books.credits, facts.credit, record.seq)
  switch (type) {
    case 'credit_made':
      books.credits.set(numberOf(facts.credit), { ...emptyPurse, amount })
      billOf(books, record).passedOn += amount
      return
    case 'credit_withdrawn':
      purse().voided += amount
      billOf(books, record).passedOn -= amount
      return
    case 'credit_note_issued':
      books.credits.set(numberOf(facts.credit), { ...emptyPurse, amount })
      books.noted += amount
      if (facts.invoice !== undefined) billOf(books, record).notes += amount
      return
    case 'credit_note_voided':
      purse().voided += amount
      books.noted -= amount
      if (facts.invoice !== undefined) billOf(books, record).notes -= amount
      return
    case 'credit_refunded':
      purse().refunded += amount
      books.refunded += amount
      return
    case 'credit_moved_out':
      purse().moved += amount
      books.moved += amount
      return
    case 'credit_moved_in':
      books.credits.set(numberOf(facts.credit), { ...emptyPurse, amount })
      books.moved -= amount
      return
    case 'credit_allocated':
    case 'credit_deallocated': {
      const by = type === 'credit_allocated' ? amount : -amount
      purse().used += by
      billOf(books, record).credited += by
      share(books, record, by)
      return
    }
    default:
      return
  }
}

const emptyPurse: Readonly<Purse> = {
  amount: 0n,
  used: 0n,
  refunded: 0n,
  voided: 0n,
  moved: 0n,
  chargedBack: 0n,
  promised: 0n,
  failed: 0n,
  broughtBack: 0n,
  chosen: [],
  since: 0n,
  seq: 0,
  endsAt: null,
  endsOn: null,
}

function purseIn(purses: ReadonlyMap<number, Purse>, ref: { readonly no: number } | undefined, seq: number): Purse {
  const purse = purses.get(numberOf(ref))
  if (purse === undefined) throw new Error(`the auditor finds no money that record ${seq} could be about`)
  return purse
}

/** What stands on an allocation, and what of it a bank took and has not given back. */
function share(books: Books, { facts }: EventRecord, by: bigint): void {
  const no = numberOf(facts.allocation)
  const one = books.allocations.get(no) ?? { amount: 0n, chargedBack: 0n }
  books.allocations.set(no, {
    amount: one.amount + by,
    chargedBack: one.chargedBack + (facts.chargedBack ?? 0n) - (facts.restored ?? 0n),
  })
}
