import { operation, pattern, type Reader, sharesOf } from './words.ts'

type Line = { readonly description: string; readonly amount: string; readonly service: string }

/** How charges and invoices are told. */
export const invoiceWords: readonly Reader[] = [
  [pattern('charge AMOUNT for (.+)'), ([amount, service]) => operation('book_charge', { amount, service })],
  [pattern('(manual|promotional) credit of AMOUNT'), ([kind, amount]) => operation('book_credit', { amount, kind })],
  [
    pattern('invoice NAME issued (.+)'),
    ([invoice, over = '']) => operation('issue_invoice', { invoice, ...overOf(over) }),
  ],
  [pattern('draft NAME of (.+)'), ([invoice, over = '']) => operation('draft_invoice', { invoice, ...overOf(over) })],
  [
    pattern('line AMOUNT (\\w+) added to draft NAME'),
    ([amount, description = '', invoice]) =>
      operation('add_draft_line', { invoice, amount, description, service: 'fee' }),
  ],
  [pattern('draft NAME issued(?:, due DAY)?'), ([invoice, due_on]) => operation('issue_draft', { invoice, due_on })],
  [
    pattern('adjusted NAME by AMOUNT(?:, in dispute NAME)? REASON'),
    ([invoice, amount, dispute, reason]) => operation('adjust_invoice', { invoice, amount, dispute, reason }),
  ],
  [
    pattern('invoice NAME voided(, reissued)? REASON'),
    ([invoice, reissued, reason]) =>
      operation('void_invoice', { invoice, reissue: reissued === undefined ? undefined : true, reason }),
  ],
  [
    pattern('wrote off(?: AMOUNT of)? NAME REASON'),
    ([amount, invoice, reason]) => operation('write_off_invoice', { invoice, amount, reason: reason ?? 'insolvent' }),
  ],
  [
    pattern('undid(?: AMOUNT of)? the write-off of NAME'),
    ([amount, invoice]) => operation('undo_write_off', { invoice, amount, reason: 'it was owed after all' }),
  ],
  [pattern('invoice NAME turned into a credit'), ([invoice]) => operation('turn_into_credit', { invoice })],
  [
    pattern('invoice NAME now due DAY REASON'),
    ([invoice, due_on, reason]) => operation('change_due_date', { invoice, due_on, reason }),
  ],
  [
    pattern('collection of NAME (stopped|resumed) REASON'),
    ([invoice, word, reason]) => operation('set_collection', { invoice, collect: word === 'resumed', reason }),
  ],
]

const DUE = /^(.*?)(?:, (?:due (\d{4}-\d{2}-\d{2})|(without due date)|(by the terms)|in installments (.+)))?$/

/** Lines and due date: "60.00 usage + 50.00 fee, due 2026-10-15"; without a word about it there is no due date. */
function overOf(text: string): Record<string, unknown> {
  const [, over = '', due, , byTerms, installments] = DUE.exec(text) ?? []
  const parts = installments === undefined ? undefined : sharesOf(installments, 'by')
  return {
    ...linesOf(over),
    ...(parts === undefined
      ? byTerms === undefined && { due_on: due ?? null }
      : { installments: parts.map(({ amount, invoice }) => ({ amount, due_on: invoice })) }),
  }
}

function linesOf(over: string): Record<string, unknown> {
  if (over === 'over unbilled charges') return { charges: 'unbilled' }
  if (over === 'over nothing') return { lines: [] }
  const parts = over.split(' + ')
  const lines = parts.filter((one) => one !== 'unbilled charges').flatMap(lineOf)
  return lines.length === 0 || parts.includes('unbilled charges') ? { charges: 'unbilled', lines } : { lines }
}

/** "60.00 usage", or many of the same: "1000 x 0.003335 usage". */
function lineOf(text: string): Line[] {
  const match = /^(?:(\d+) x )?(-?\d+(?:\.\d+)?)(?: (.+))?$/.exec(text)
  if (match === null) throw new Error(`cannot read the line "${text}"`)
  const [, times = '1', amount = '', description = 'charges'] = match
  return Array.from({ length: Number(times) }, () => ({ amount, description, service: 'fee' }))
}
