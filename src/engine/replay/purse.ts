import type { Ref } from '../figures/base.ts'
import type { Micros } from '../money/amount.ts'
import type { Customer, Subject } from '../state/customer.ts'
import { subjectOf } from '../state/subjects.ts'
import { evaluate } from '../values/evaluate.ts'
import { isExpired } from '../values/payment-rules.ts'
import type { Awaited } from './claims.ts'

/** The free money of a customer, and his pending payments, kept while he is folded; amounts in micros. */
export type Purse = {
  /** looks at a payment or credit anew; any other subject is none */
  readonly touch: (state: Customer, ref: Ref) => void
  readonly unallocated: () => Micros
  readonly remaining: () => Micros
  /** the payments that are pending at the moment of a state, older first */
  readonly pending: (state: Customer) => readonly Awaited[]
}

const figures = { payment: 'payment.unallocated', credit: 'credit.remaining' } as const

/** Keeps what is free and what is pending. */
export function purseOf(): Purse {
  const free = { payment: new Map<number, Micros>(), credit: new Map<number, Micros>() }
  const sums = { payment: 0n, credit: 0n }
  const authorised = new Map<number, Subject>()
  return {
    touch(state, ref) {
      const { kind, no } = ref
      const subject = subjectOf(state, ref)
      if ((kind !== 'payment' && kind !== 'credit') || subject === undefined) return
      const is = evaluate(state, figures[kind], ref, 0) ?? 0n
      sums[kind] += is - (free[kind].get(no) ?? 0n)
      free[kind].set(no, is)
      if (authorisedOf(subject) > 0n) authorised.set(no, subject)
      else if (kind === 'payment') authorised.delete(no)
    },
    unallocated: () => sums.payment,
    remaining: () => sums.credit,
    pending: (state) =>
      [...authorised.values()]
        .filter(({ ref }) => !isExpired(state, ref))
        .sort((a, b) => (a.bornAt < b.bornAt ? -1 : a.bornAt > b.bornAt ? 1 : a.bornSeq - b.bornSeq))
        .map(awaited),
  }
}

const authorisedOf = ({ cells }: Subject): Micros => cells['payment.authorised']?.value ?? 0n

const awaited = (payment: Subject): Awaited => ({
  amount: authorisedOf(payment),
  chosen: (payment.traits.wish?.chosen ?? []).map(({ invoice, amount }) => ({ no: invoice.no, amount })),
})
