import { type Customer, subjectsOf } from '../../src/engine/customer/state.ts'
import { theCustomer } from '../../src/engine/figures/base.ts'
import { figuresAt, statusAt } from '../../src/engine/figures/evaluate.ts'
import type { Day } from '../../src/engine/time.ts'
import { type Bill, type Books, isLate, owed, type Purse } from './auditor.ts'

/** Every figure and status of a customer and of all that is his, by name: "invoice:2.outstanding". */
export type Statement = Map<string, bigint | string | null>

/** The statement that the auditor's books give on a day. */
export function auditedStatement(books: Books, today: Day): Statement {
  const statement: Statement = new Map()
  const put = (subject: string, figures: Readonly<Record<string, bigint | string | null>>): void => {
    for (const name of Object.keys(figures)) statement.set(`${subject}.${name}`, figures[name] ?? null)
  }
  put('customer', customerFigures(books, today))
  const free = freeMoney(books)
  const covered = coveredBy(books, free.payments + free.credits)
  for (const bill of books.bills.values()) put(`invoice:${bill.no}`, billFigures(books, bill, today, covered))
  for (const [no, purse] of books.payments) put(`payment:${no}`, paymentFigures(purse))
  for (const [no, purse] of books.credits) put(`credit:${no}`, creditFigures(purse))
  for (const [no, amount] of books.allocations) put(`allocation:${no}`, { amount })
  return statement
}

function customerFigures(books: Books, today: Day): Record<string, bigint | string | null> {
  const free = freeMoney(books)
  let [outstanding, overdue, open, late] = [0n, 0n, 0n, 0n]
  for (const bill of books.bills.values()) {
    outstanding += owed(bill)
    if (owed(bill) > 0n) open += 1n
    if (isLate(bill, today)) {
      overdue += owed(bill)
      late += 1n
    }
  }
  const balance = books.charged + books.adjusted - books.paid
  const available = books.prepaid ? -balance : books.limit === null ? null : books.limit - balance
  return {
    charged: books.charged,
    credited: 0n,
    invoiced: books.invoiced,
    credit_noted: 0n,
    adjusted: books.adjusted,
    written_off: 0n,
    voided: 0n,
    paid: books.paid,
    refunded: 0n,
    charged_back: 0n,
    moved: 0n,
    credit_limit: books.limit,
    rules: books.rules,
    balance,
    unbilled: books.charged - books.invoiced,
    outstanding,
    unallocated_payments: free.payments,
    unallocated_credits: free.credits,
    pending: 0n,
    overdue,
    available_credit: available,
    open_count: open,
    overdue_count: late,
    status: books.limit !== null && balance > books.limit ? 'credit_exceeded' : 'active',
  }
}

function freeMoney(books: Books): { payments: bigint; credits: bigint } {
  const free = { payments: 0n, credits: 0n }
  for (const purse of books.payments.values()) free.payments += purse.amount - purse.used
  for (const purse of books.credits.values()) free.credits += purse.amount - purse.used
  return free
}

/** How much of each bill the free money would cover, were it handed out: by due date, moment of issue, then number. */
function coveredBy(books: Books, free: bigint): Map<number, bigint> {
  const never = 10n ** 9n
  const queue = [...books.bills.values()].sort(
    (a, b) =>
      Number((a.dueOn ?? never) - (b.dueOn ?? never)) || (a.issuedAt === b.issuedAt ? a.seq - b.seq : before(a, b)),
  )
  const covered = new Map<number, bigint>()
  let left = free
  for (const bill of queue) {
    const open = owed(bill)
    const part = open <= 0n || left <= 0n ? 0n : open < left ? open : left
    covered.set(bill.no, part)
    left -= part
  }
  return covered
}

const before = (a: Bill, b: Bill): number => (a.issuedAt < b.issuedAt ? -1 : 1)

function billFigures(
  books: Books,
  bill: Bill,
  today: Day,
  covered: ReadonlyMap<number, bigint>,
): Record<string, bigint | string | null> {
  const outstanding = owed(bill)
  let due = outstanding
  for (const other of books.bills.values()) {
    const isEarlier = other.issuedAt < bill.issuedAt || (other.issuedAt === bill.issuedAt && other.seq < bill.seq)
    if (isEarlier) due += owed(other)
  }
  const uncovered = outstanding - (covered.get(bill.no) ?? 0n)
  const collectible = uncovered > 0n ? uncovered : 0n
  return {
    total: bill.total,
    adjusted: bill.adjusted,
    credited: bill.credited,
    paid: bill.paid,
    written_off: 0n,
    voided: 0n,
    to_credit: bill.passedOn,
    credit_noted: 0n,
    agreed: bill.agreed,
    issued_on: bill.issuedOn,
    due_on: bill.dueOn,
    outstanding,
    creditable: bill.total + bill.adjusted,
    overdue: isLate(bill, today) ? outstanding : 0n,
    days_overdue: isLate(bill, today) ? BigInt(today) - (bill.dueOn ?? 0n) : 0n,
    amount_due: due,
    collectible,
    promise_difference: bill.agreed + bill.adjusted,
    status: billStatus(bill, today),
    collection_status: collectible > 0n ? 'collect' : 'do_not_collect',
  }
}

function billStatus(bill: Bill, today: Day): string {
  if (bill.total + bill.adjusted <= 0n && owed(bill) <= 0n && bill.paid + bill.credited === 0n) return 'do_not_pay'
  if (owed(bill) === 0n) return 'paid'
  if (isLate(bill, today)) return 'overdue'
  return bill.paid + bill.credited > 0n ? 'partially_paid' : 'unpaid'
}

function paymentFigures({ amount, used }: Purse): Record<string, bigint | string> {
  const status = amount === used ? 'allocated' : used > 0n ? 'partially_allocated' : 'unallocated'
  const none = { refunded: 0n, charged_back: 0n, voided: 0n, moved: 0n, pending: 0n }
  return { amount, allocated: used, ...none, unallocated: amount - used, status }
}

function creditFigures({ amount, used }: Purse): Record<string, bigint | string> {
  const status = amount === used ? 'applied' : used > 0n ? 'partially_applied' : 'open'
  return { amount, allocated: used, refunded: 0n, voided: 0n, moved: 0n, remaining: amount - used, status }
}

/** The statement that the engine gives of a state on a day. */
export function engineStatement(customer: Customer, today: Day): Statement {
  const statement: Statement = new Map()
  const put = (subject: string, ref: Parameters<typeof figuresAt>[1]): void => {
    const figures = figuresAt(customer, ref, today)
    for (const name of Object.keys(figures)) statement.set(`${subject}.${name}`, figures[name]?.value ?? null)
  }
  put('customer', theCustomer)
  statement.set('customer.status', statusAt(customer, 'customer.status', theCustomer, today))
  for (const kind of ['invoice', 'payment', 'credit', 'allocation'] as const) {
    for (const { ref } of subjectsOf(customer, kind)) {
      const subject = `${kind}:${ref.no}`
      put(subject, ref)
      if (kind !== 'allocation') statement.set(`${subject}.status`, statusAt(customer, `${kind}.status`, ref, today))
      if (kind === 'invoice')
        statement.set(`${subject}.collection_status`, statusAt(customer, 'invoice.collection_status', ref, today))
    }
  }
  return statement
}

/** The lines in which two statements differ; a figure that only one of them knows is such a line. */
export function differences(engine: Statement, audited: Statement): string[] {
  const names = new Set([...engine.keys(), ...audited.keys()])
  return [...names]
    .filter((name) => engine.get(name) !== audited.get(name))
    .map((name) => `${name}: the engine says ${engine.get(name)}, the auditor ${audited.get(name)}`)
}
