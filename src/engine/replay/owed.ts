import type { Ref } from '../figures/base.ts'
import type { Micros } from '../money/amount.ts'
import type { Customer, Subject } from '../state/customer.ts'
import { subjectOf } from '../state/subjects.ts'
import type { Day } from '../time.ts'
import { amountOf } from '../values/amounts.ts'
import { dueDays } from '../values/installments.ts'
import { overdueOf } from '../values/invoice-amounts.ts'
import { slicesOf } from './slices.ts'

/** What an invoice owes; amounts in micros. What of it is overdue holds on the days `from` to `to`, both included. */
export type Owed = {
  readonly invoice: Subject
  readonly outstanding: Micros
  readonly overdue: Micros
  readonly from: Day
  readonly to: Day
}

/** Sums over the invoices of a customer: amounts in micros, and how many are open and overdue. */
export type OwedSums = { outstanding: Micros; overdue: Micros; open: number; late: number }

/** What the invoices of a customer owe, kept while he is folded. */
export type OwedBy = {
  readonly sums: Readonly<OwedSums>
  /** looks at an invoice anew; any other subject is none */
  readonly touch: (state: Customer, ref: Ref, day: Day) => void
  /** looks at those on which another day tells another overdue amount */
  readonly onDay: (state: Customer, day: Day) => Generator<number>
  /** the sum of what invoices owe that were issued before one: by the moment, then by number of recording */
  readonly before: (invoice: Subject) => Micros
}

/** `changed` hears what an invoice owes whenever it was looked at anew. */
export function owedBy(changed: (is: Owed, state: Customer, day: Day) => void): OwedBy {
  const all = new Map<number, Owed>()
  const sums: OwedSums = { outstanding: 0n, overdue: 0n, open: 0, late: 0 }
  const earlier = new Map<number, { readonly of: Subject; sum: Micros }>()

  const put = (is: Owed): void => {
    const { no } = is.invoice.ref
    const was = all.get(no)
    all.set(no, is)
    if (was !== undefined) add(sums, was, -1)
    add(sums, is, 1)
    for (const one of earlier.values()) {
      if (was !== undefined && isBefore(was.invoice, one.of)) one.sum -= was.outstanding
      if (isBefore(is.invoice, one.of)) one.sum += is.outstanding
    }
  }
  const touch: OwedBy['touch'] = (state, ref, day) => {
    const invoice = ref.kind === 'invoice' ? subjectOf(state, ref) : undefined
    if (invoice === undefined) return
    const is = owedOf(state, invoice, day)
    put(is)
    changed(is, state, day)
  }
  return {
    sums,
    touch,
    *onDay(state, day) {
      const turned = [...all.values()].filter(({ from, to }) => day < from || day > to)
      for (const slice of slicesOf(turned)) {
        for (const { invoice } of slice) touch(state, invoice.ref, day)
        yield slice.length
      }
    },
    before(invoice) {
      const known = earlier.get(invoice.ref.no)
      if (known?.of.bornSeq === invoice.bornSeq && known.of.bornAt === invoice.bornAt) return known.sum
      const sum = [...all.values()].reduce(
        (sum, one) => (isBefore(one.invoice, invoice) ? sum + one.outstanding : sum),
        0n,
      )
      earlier.set(invoice.ref.no, { of: invoice, sum })
      return sum
    },
  }
}

function add(sums: OwedSums, { outstanding, overdue }: Owed, sign: 1 | -1): void {
  sums.outstanding += BigInt(sign) * outstanding
  sums.overdue += BigInt(sign) * overdue
  if (outstanding > 0n) sums.open += sign
  if (overdue > 0n) sums.late += sign
}

const isBefore = (a: Subject, b: Subject): boolean =>
  a.bornAt < b.bornAt || (a.bornAt === b.bornAt && a.bornSeq < b.bornSeq)

function owedOf(state: Customer, invoice: Subject, day: Day): Owed {
  let [from, to] = [FIRST_DAY, LAST_DAY]
  // what is payable to the end of a day is overdue on the next
  for (const due of dueDays(state, invoice.ref)) {
    if (due < day) from = Math.max(from, due + 1)
    else to = Math.min(to, due)
  }
  const outstanding = amountOf(state, 'invoice.outstanding', invoice)
  return { invoice, outstanding, overdue: overdueOf(state, invoice, day), from, to }
}

const FIRST_DAY = -Number.MAX_SAFE_INTEGER
const LAST_DAY = Number.MAX_SAFE_INTEGER
