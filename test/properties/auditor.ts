import type { EventRecord, LedgerRecord } from '../../src/engine/record.ts'
import type { Day, Instant } from '../../src/engine/time.ts'

/**
 * A naive auditor: he reads the facts of events and their two times, keeps books of his own with plain sums, and knows
 * nothing of the engine's effects, formulas or state. Where the engine and he differ, one of them is wrong.
 */
export type Bill = {
  readonly no: number
  readonly issuedAt: Instant
  readonly seq: number
  readonly total: bigint
  readonly issuedOn: bigint
  readonly dueOn: bigint | null
  adjusted: bigint
  paid: bigint
  credited: bigint
  passedOn: bigint
  agreed: bigint
}
export type Purse = { readonly kind: 'payment' | 'credit'; readonly amount: bigint; used: bigint }

/** All that the auditor remembers of one customer. */
export type Books = {
  opened: boolean
  prepaid: boolean
  limit: bigint | null
  rules: bigint | null
  charged: bigint
  invoiced: bigint
  adjusted: bigint
  paid: bigint
  readonly bills: Map<number, Bill>
  readonly payments: Map<number, Purse>
  readonly credits: Map<number, Purse>
  readonly allocations: Map<number, bigint>
}

export const emptyBooks = (): Books => ({
  opened: false,
  prepaid: false,
  limit: null,
  rules: null,
  charged: 0n,
  invoiced: 0n,
  adjusted: 0n,
  paid: 0n,
  bills: new Map(),
  payments: new Map(),
  credits: new Map(),
  allocations: new Map(),
})

/** The books of what counted until A, of what was known at K: by time of recording, or by number of the record. */
export function audit(records: readonly LedgerRecord[], asOf: Instant, known: Instant | number | null): Books {
  const read: EventRecord[] = []
  for (const record of records) {
    if (record.kind !== 'event' || record.effectiveAt > asOf) continue
    if (typeof known === 'bigint' && record.recordedAt > known) continue
    if (typeof known === 'number' && record.seq > known) continue
    read.push(record)
  }
  read.sort((a, b) => (a.effectiveAt === b.effectiveAt ? a.seq - b.seq : a.effectiveAt < b.effectiveAt ? -1 : 1))
  const books = emptyBooks()
  for (const record of read) post(books, record)
  return books
}

/** Enters one event into the books. */
export function post(books: Books, { type, facts, effectiveAt, seq }: EventRecord): void {
  const amount = facts.amount ?? 0n
  switch (type) {
    case 'customer_opened':
      books.opened = true
      books.prepaid = facts.billing === 'prepaid'
      books.limit = facts.creditLimit ?? null
      books.rules = facts.rules ?? null
      return
    case 'rules_adopted':
      books.rules = facts.rules ?? null
      return
    case 'charge_booked':
      books.charged += amount
      return
    case 'invoice_issued':
      books.invoiced += amount
      books.bills.set(numberOf(facts.invoice), {
        no: numberOf(facts.invoice),
        issuedAt: effectiveAt,
        seq,
        total: amount,
        issuedOn: BigInt(facts.issuedOn ?? Number.NaN),
        dueOn: facts.dueOn === undefined ? null : BigInt(facts.dueOn),
        adjusted: 0n,
        paid: 0n,
        credited: 0n,
        passedOn: 0n,
        agreed: 0n,
      })
      return
    case 'invoice_adjusted':
      books.adjusted += amount
      billOf(books, facts.invoice).adjusted += amount
      return
    case 'note_added':
      if (facts.agreed !== undefined) billOf(books, facts.invoice).agreed += facts.agreed
      return
    case 'payment_received':
      books.paid += amount
      books.payments.set(numberOf(facts.payment), { kind: 'payment', amount, used: 0n })
      return
    case 'credit_made':
      books.credits.set(numberOf(facts.credit), { kind: 'credit', amount, used: 0n })
      billOf(books, facts.invoice).passedOn += amount
      return
    case 'payment_allocated':
    case 'credit_allocated':
      give(books, facts, amount)
      return
    case 'payment_deallocated':
    case 'credit_deallocated':
      give(books, facts, -amount)
      return
  }
}

/** Gives money of a payment or credit to a bill; a negative amount takes it back. */
function give(books: Books, facts: EventRecord['facts'], amount: bigint): void {
  const bill = billOf(books, facts.invoice)
  const purse =
    facts.payment === undefined
      ? books.credits.get(numberOf(facts.credit))
      : books.payments.get(numberOf(facts.payment))
  if (purse === undefined) throw new Error('the auditor finds no money that this allocation could use')
  purse.used += amount
  if (purse.kind === 'payment') bill.paid += amount
  else bill.credited += amount
  const allocation = numberOf(facts.allocation)
  books.allocations.set(allocation, (books.allocations.get(allocation) ?? 0n) + amount)
}

const numberOf = (ref: { readonly no: number } | undefined): number => ref?.no ?? Number.NaN

function billOf(books: Books, ref: { readonly no: number } | undefined): Bill {
  const bill = books.bills.get(numberOf(ref))
  if (bill === undefined) throw new Error('the auditor finds no invoice that this event could be about')
  return bill
}

/** What a bill still asks for. */
export const owed = (bill: Bill): bigint => bill.total + bill.adjusted + bill.passedOn - bill.credited - bill.paid

/** Is the bill's due date over on a day, and something still owed? */
export const isLate = (bill: Bill, today: Day): boolean =>
  bill.dueOn !== null && BigInt(today) > bill.dueOn && owed(bill) > 0n
