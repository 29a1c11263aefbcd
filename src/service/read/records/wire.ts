import { statusOfNo } from '../../../engine/explain/words.ts'
import type { Ref, Unit } from '../../../engine/figures/base.ts'
import type { FigureName } from '../../../engine/figures/names.ts'
import { formatAmount } from '../../../engine/money/amount.ts'
import { currencyDigits } from '../../../engine/money/currencies.ts'
import type { Customer } from '../../../engine/state/customer.ts'
import { subjectOf } from '../../../engine/state/subjects.ts'
import { type Instant, instantToText, textFromDay } from '../../../engine/time.ts'
import { unitOf } from '../../../engine/values/evaluate.ts'

/** The fractional digits in which a customer's amounts are written; the operator's stream has no currency and no amounts. */
export const digitsOf = ({ currency }: Pick<Customer, 'currency'>): number =>
  (currency === null ? undefined : currencyDigits(currency)) ?? 2

/** An amount as the wire has it; null stays null. */
export const amountText = <V extends bigint | null>(
  value: V,
  digits: number,
): V extends null ? string | null : string =>
  (value === null ? null : formatAmount(value, digits)) as V extends null ? string | null : string

/** A value by its unit as the wire has it: "60.00", "2026-10-15", "overdue", "3". */
export function valueText(value: bigint | null, unit: Unit, digits: number): string | null {
  if (value === null) return null
  switch (unit) {
    case 'amount':
      return formatAmount(value, digits)
    case 'day':
      // day 0: what was set holds no more
      return value === 0n ? null : textFromDay(Number(value))
    case 'instant':
      return instantToText(value)
    case 'status':
      return statusOfNo(value)
    case 'count':
    case 'days':
      return String(value)
  }
}

export const figureText = (figure: FigureName, value: bigint | null, digits: number): string | null =>
  valueText(value, unitOf(figure), digits)

export const timeText = (instant: Instant): string => instantToText(instant)

/** As what people name a subject of a state: a credit may be a credit note. */
export const calledIn = (customer: Customer, ref: Ref): string =>
  subjectOf(customer, ref)?.traits.origin === 'credit_note' ? 'credit_note' : ref.kind

/** A subject as people name it: customer, invoice:<number>, payment:<id>, credit_note:<number>, credit:<id>, dispute:<id>. */
export const subjectText = (ref: Ref, nameOf: (ref: Ref) => string, called: string = ref.kind): string =>
  ref.kind === 'customer' ? 'customer' : `${called}:${nameOf(ref)}`

/** An e-mail address as everyone may see it: j•••@example.com. */
export function maskedAddress(address: string): string {
  const at = address.lastIndexOf('@')
  return at < 1 ? '•••' : `${address.slice(0, 1)}•••${address.slice(at)}`
}
