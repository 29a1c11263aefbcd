import type { Subject } from '../engine/customer/state.ts'
import { formulas } from '../engine/figures/formulas.ts'

/** What is left of a payment or a credit: its formula over its own cells. Micros. */
export function leftOf(figure: 'payment.unallocated' | 'credit.remaining', { cells }: Subject): bigint {
  return formulas[figure].terms.reduce((left, [sign, term]) => {
    const value = cells[term]?.value ?? 0n
    return sign === '+' ? left + value : left - value
  }, 0n)
}
