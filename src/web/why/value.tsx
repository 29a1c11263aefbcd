import { shown } from '../ui/amount.ts'
import { lookOf } from '../ui/status.ts'
import { StatusMark } from '../ui/status-mark.tsx'
import { count, plainDay } from '../ui/time.ts'

export type Unit = 'amount' | 'status' | 'days' | 'count' | 'date'

/** The value of a figure in words. */
export const valueWords = (value: string, unit: Unit): string => {
  if (unit === 'status') return lookOf(value).word
  if (value === 'none') return 'none'
  if (unit === 'days') return count(Number(value), 'day')
  if (unit === 'date') return plainDay(value)
  return shown(value)
}

/** The value of a figure as it stands on the page. */
export const Value = ({
  value,
  unit,
  chip = false,
}: {
  readonly value: string
  readonly unit: Unit
  readonly chip?: boolean
}) => (unit === 'status' ? <StatusMark status={value} chip={chip} /> : valueWords(value, unit))
