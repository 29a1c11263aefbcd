import { readMoney, shownWith } from '../ui/money.ts'

/** A filter by amount as the wire writes it, or what is wrong with it. */
export type AmountFilter =
  | { readonly kind: 'filter'; readonly text: string }
  | { readonly kind: 'wrong'; readonly sentence: string }

const HINT = 'An amount such as 30, >=30, <=30 or 10..30, without a sign.'

/** Reads what was typed as a filter by amount: each amount by the marks of the page, like those of forms. */
export function readAmountFilter(text: string): AmountFilter {
  const [, compare = '', rest = ''] = /^(>=|<=)?(.*)$/su.exec(text.trim()) ?? []
  const parts = compare === '' ? rest.split('..') : [rest]
  const reads = parts.map((part) => readMoney(part))
  const amounts = reads.flatMap((read) => (read.kind === 'amount' && !read.amount.startsWith('-') ? [read.amount] : []))
  if (amounts.length === parts.length && parts.length <= 2)
    return { kind: 'filter', text: `${compare}${amounts.join('..')}` }
  const asked = reads.find((read) => read.kind === 'question')
  if (asked === undefined) return { kind: 'wrong', sentence: HINT }
  const choices = asked.amounts.map((amount) => shownWith(amount, 0)).join(' or ')
  return { kind: 'wrong', sentence: `Amounts are written otherwise here. Write ${choices}.` }
}
