import type { InvoiceAnswer } from '../../contract/answers.ts'
import { isZero, negate, sum } from '../ui/amount.ts'
import { figureName } from '../ui/figures.ts'
import { count, shortDayOf } from '../ui/time.ts'

/** A step from the total of an invoice to what is outstanding, with what it left. */
export type InvoiceStep = {
  readonly figure: string
  readonly label: string
  readonly change: string
  readonly after: string
  readonly source: string
  readonly when: string
}

const signs = { total: 1, adjusted: 1, to_credit: 1, credited: -1, paid: -1, written_off: -1, voided: -1 } as const
type Name = keyof typeof signs

/** Steps that are told even when nothing happened in them. */
const always: readonly Name[] = ['total', 'adjusted', 'credited', 'paid']

const listed = (ids: readonly string[], leftOut = 0): string => {
  const all = ids.length + leftOut
  return all === 0 ? 'none' : all > 2 ? count(all, 'record') : ids.join(', ')
}

const sourceOf = (invoice: InvoiceAnswer, name: Name): string => {
  const { lines_total, adjustments, allocations, left_out } = invoice
  if (name === 'total') return count(lines_total.count, 'line')
  if (name === 'adjusted')
    return listed(
      adjustments.map((row) => `xDR id ${row.xdr_id}`),
      left_out.adjustments,
    )
  if (name === 'credited') return listed(allocations.flatMap((row) => row.credit_id ?? []))
  if (name === 'paid') return listed(allocations.flatMap((row) => row.payment_id ?? []))
  return ''
}

const whenOf = (invoice: InvoiceAnswer, name: Name, zone: string): string => {
  const times =
    name === 'adjusted'
      ? invoice.adjustments.map((row) => row.effective_at)
      : invoice.allocations
          .filter((row) => (name === 'paid' ? row.payment_id : name === 'credited' ? row.credit_id : null) !== null)
          .map((row) => row.effective_at)
  if (name === 'total') return invoice.issued_on === null ? '' : shortDayOf(`${invoice.issued_on}T12:00:00Z`, 'UTC')
  const last = times.at(-1)
  return last === undefined ? '' : shortDayOf(last, zone)
}

/** The steps in the order of the formula. */
export const stepsOf = (invoice: InvoiceAnswer, zone: string): readonly InvoiceStep[] => {
  const steps: InvoiceStep[] = []
  for (const name of Object.keys(signs) as Name[]) {
    const value = invoice.figures[name] ?? '0.00'
    if (isZero(value) && !always.includes(name)) continue
    const change = signs[name] === 1 ? value : negate(value)
    const after = sum([steps.at(-1)?.after ?? '0.00', change])
    const source = sourceOf(invoice, name)
    steps.push({
      figure: `invoice.${name}`,
      label: figureName(`invoice.${name}`),
      change,
      after,
      source,
      when: whenOf(invoice, name, zone),
    })
  }
  return steps
}

const lists = [
  ['adjustments', 'adjustment'],
  ['write_offs', 'write-off'],
  ['credit_notes', 'credit note'],
  ['disputes', 'dispute'],
] as const

/** What the lists of an invoice leave out, in a sentence; null: nothing. */
export const leftOutWords = ({ left_out }: Pick<InvoiceAnswer, 'left_out'>): string | null => {
  const some = lists.flatMap(([name, one]) => (left_out[name] === 0 ? [] : [count(left_out[name], `older ${one}`)]))
  return some.length === 0 ? null : `Not named here: ${some.join(', ')}. The history has all.`
}
