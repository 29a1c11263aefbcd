import { type Ref, theCustomer } from '../figures/base.ts'
import { formulas } from '../figures/formulas.ts'
import type { FigureName } from '../figures/names.ts'
import type { Micros } from '../money/amount.ts'
import type { Customer, Subject } from '../state/customer.ts'
import { subjectsOf } from '../state/subjects.ts'
import { evaluate } from '../values/evaluate.ts'

/** An identity of 2-domain 2.1 with its two sides, each computed on its own road. */
export type Identity = {
  readonly words: string
  readonly left: Micros
  readonly right: Micros
  readonly holds: boolean
}

const identity = (words: string, left: Micros, right: Micros, rest = true): Identity => ({
  words,
  left,
  right,
  holds: left === right && rest,
})

/** What came in over all payments or credits, what became of it in sum, and the least single part; micros. */
export type MoneySums = Readonly<
  Record<'payment' | 'credit', { readonly amount: Micros; readonly spent: Micros; readonly least: Micros }>
>

/**
 * The identities of a customer: the balance from running sums against the sums over his subjects; his money against what
 * became of it; and, where the state has them, the stored sums against the subjects. `sums` are those over all payments
 * and credits, where the state holds the open ones only.
 */
export function identitiesOf(customer: Customer, sums?: MoneySums): Identity[] {
  const value = (figure: FigureName): Micros => evaluate(customer, figure, theCustomer, 0) ?? 0n
  const free = value('customer.unallocated_payments') + value('customer.unallocated_credits')
  return [
    identity(
      'balance = unbilled + outstanding − unallocated payments − unallocated credits',
      value('customer.balance'),
      value('customer.unbilled') + value('customer.outstanding') - free,
    ),
    moneyIdentity('payment', sums ?? moneyIn(customer)),
    moneyIdentity('credit', sums ?? moneyIn(customer)),
    ...storedSums.flatMap(({ figure, words }) => {
      const stored = customer.cells[figure]
      return stored === undefined ? [] : [identity(words, stored.value, value(figure))]
    }),
  ]
}

const storedSums = [
  { figure: 'customer.outstanding', words: 'outstanding = sum over the invoices' },
  { figure: 'customer.unallocated_payments', words: 'unallocated payments = sum over the payments' },
  { figure: 'customer.unallocated_credits', words: 'unallocated credits = sum over the credits' },
] as const

const money = {
  payment: {
    left: 'payment.unallocated',
    words: 'received = allocated + refunded + charged back + voided + moved + unallocated, each ≥ 0',
  },
  credit: {
    left: 'credit.remaining',
    words: 'credited = allocated + refunded + voided + moved + remaining, each ≥ 0',
  },
} as const

/** What came in against what became of it. */
function moneyIdentity(kind: 'payment' | 'credit', sums: MoneySums): Identity {
  const { amount, spent, least } = sums[kind]
  return identity(money[kind].words, amount, spent, least >= 0n)
}

/** The sums over the payments and credits that a state holds. */
const moneyIn = (customer: Customer): MoneySums => ({
  payment: sumsOf(customer, 'payment'),
  credit: sumsOf(customer, 'credit'),
})

function sumsOf(customer: Customer, kind: 'payment' | 'credit'): MoneySums['payment'] {
  const subjects = subjectsOf(customer, kind)
  const { left } = money[kind]
  const spent = formulas[left].terms.filter(([sign]) => sign === '-').map(([, figure]) => figure)
  const parts = subjects.flatMap(({ ref }) => [...spent, left].map((figure) => valueIn(customer, figure, ref)))
  return {
    amount: subjects.reduce((sum, { ref }) => sum + valueIn(customer, `${kind}.amount`, ref), 0n),
    spent: parts.reduce((sum, part) => sum + part, 0n),
    least: parts.reduce((least, part) => (part < least ? part : least), 0n),
  }
}

const valueIn = (customer: Customer, figure: FigureName, ref: Ref): Micros => evaluate(customer, figure, ref, 0) ?? 0n

/**
 * What must hold after every booking, of the customer and of the subjects that it touched; the stored totals stand for
 * those that are not loaded. Throws: it is a bug.
 */
export function assertBooks(customer: Customer, touched: readonly Subject[]): void {
  if (customer.currency === null) return
  const stored = (
    figure: 'customer.outstanding' | 'customer.unallocated_payments' | 'customer.unallocated_credits',
  ): Micros => customer.cells[figure]?.value ?? 0n
  const right =
    valueIn(customer, 'customer.unbilled', theCustomer) +
    stored('customer.outstanding') -
    stored('customer.unallocated_payments') -
    stored('customer.unallocated_credits')
  if (valueIn(customer, 'customer.balance', theCustomer) !== right)
    throw new Error(`Bug: the balance of ${customer.id} is not what his subjects say`)
  for (const subject of touched) assertNotBelowZero(customer, subject)
}

/** The figures of a kind of subject that are never below 0, beside what its own formulas say. */
const neverNegative: Partial<Record<Ref['kind'], readonly FigureName[]>> = {
  invoice: ['invoice.outstanding', 'invoice.paid', 'invoice.credited', 'invoice.written_off', 'invoice.claimed'],
  payment: [
    'payment.unallocated',
    'payment.allocated',
    'payment.refunded',
    'payment.charged_back',
    'payment.authorised',
  ],
  credit: ['credit.remaining', 'credit.allocated', 'credit.refunded', 'credit.voided'],
  allocation: ['allocation.amount', 'allocation.charged_back'],
}

function assertNotBelowZero(customer: Customer, subject: Subject): void {
  const { ref } = subject
  const below = neverNegative[ref.kind]?.find(
    (figure) => valueIn(customer, figure, ref) < 0n && !isKeptNegative(customer, figure, ref),
  )
  if (below !== undefined) throw new Error(`Bug: ${below} of ${subject.id} of ${customer.id} would be below 0`)
}

/** A negative total that the policy (negative_invoice: keep) left on its invoice: the one exception (2-domain 2.2). */
const isKeptNegative = (customer: Customer, figure: FigureName, ref: Ref): boolean =>
  figure === 'invoice.outstanding' && valueIn(customer, 'invoice.total', ref) < 0n
