import { addTo } from '../../../engine/many.ts'
import type { Line } from './line.ts'
import type { ImportMap, Meaning } from './map.ts'
import type { Blame, ReasonCode, Rejection } from './rejection.ts'

/** The lines that can be booked together, and those that cannot be booked at all. */
export type Sifted = { readonly lines: readonly Line[]; readonly rejections: readonly Rejection[] }

/**
 * Puts the rows of one invoice together where the map says that they are its lines, and sets aside what contradicts another
 * row: an invoice is booked with all its rows, or none of them is; a customer has one currency.
 */
export function sift(read: readonly (Line | Rejection)[], map: ImportMap): Sifted {
  const lines: Line[] = []
  const rejections: Rejection[] = []
  const currencies = new Map<string, Line>()
  for (const rows of rowsOfInvoices(read)) {
    const one = map.invoice_rows === 'lines' ? together(rows, map) : alone(rows)
    const blame = one === null ? null : otherCurrency(one, currencies.get(one.customerId), map)
    if (one !== null && blame === null) {
      if (!currencies.has(one.customerId)) currencies.set(one.customerId, one)
      lines.push(one)
    } else
      addTo(
        rejections,
        rows.map((row) => rejected(row, rows, blame, map)),
      )
  }
  return { lines, rejections }
}

/** What was read, by invoice, in the order of their first rows; a row that names none stands for itself. */
function rowsOfInvoices(read: readonly (Line | Rejection)[]): readonly (readonly (Line | Rejection)[])[] {
  const groups = new Map<string, (Line | Rejection)[]>()
  for (const one of read) {
    const key = one.invoice === undefined || one.invoice === '' ? `\0${one.row.line}` : one.invoice
    const known = groups.get(key)
    if (known === undefined) groups.set(key, [one])
    else known.push(one)
  }
  return [...groups.values()]
}

const isRead = (one: Line | Rejection): one is Line => !('blames' in one)

/** An invoice that has one row. */
function alone(rows: readonly (Line | Rejection)[]): Line | null {
  const [only] = rows
  return rows.length === 1 && only !== undefined && isRead(only) ? only : null
}

/** An invoice over all its rows, as its lines; null where one cannot be read, they contradict each other, or come below 0. */
function together(rows: readonly (Line | Rejection)[], map: ImportMap): Line | null {
  const [first, ...others] = rows.filter(isRead)
  if (first === undefined || others.length + 1 < rows.length || differing(rows, map) !== null) return null
  const all = [first, ...others]
  const amount = all.reduce((sum, one) => sum + one.amount, 0n)
  if (amount < 0n) return null
  const paid = all.flatMap((one) => one.payment ?? [])
  const [payment = null] = paid
  return {
    ...first,
    items: all.flatMap((one) => one.items),
    amount,
    disputed: all.some((one) => one.disputed),
    payment: payment && { ...payment, amount: paid.reduce((sum, one) => sum + one.amount, 0n) },
  }
}

const sameness: readonly (readonly [Meaning, (line: Line) => string | number | null])[] = [
  ['customer_id', (line) => line.customerId],
  ['issued_on', (line) => line.issuedOn],
  ['due_on', (line) => line.dueOn],
  ['currency', (line) => line.currency],
  ['collection_since', (line) => line.collectionSince],
]

/** What the rows of one invoice say in different ways; null where they agree. */
function differing(rows: readonly (Line | Rejection)[], map: ImportMap): Blame | null {
  const read = rows.filter(isRead)
  const differs = sameness.find(([, of]) => new Set(read.map(of)).size > 1)?.[0]
  const days = new Set(read.flatMap((line) => line.payment?.paidOn ?? []))
  const meaning = differs ?? (days.size > 1 ? 'settled_on' : undefined)
  return meaning === undefined ? null : { field: map.columns[meaning] ?? meaning, code: 'invoice_rows_differ' }
}

function otherCurrency(line: Line, first: Line | undefined, map: ImportMap): Blame | null {
  if (first === undefined || first.currency === line.currency) return null
  return { field: map.columns.currency ?? 'currency', code: 'currency_differs', detail: `line ${first.row.line}` }
}

/** Why a row is not booked: for what is wrong with itself, with the rows of its invoice, or with all of these. */
function rejected(
  one: Line | Rejection,
  rows: readonly (Line | Rejection)[],
  blame: Blame | null,
  map: ImportMap,
): Rejection {
  if (!isRead(one)) return one
  if (blame !== null) return { row: one.row, blames: [blame] }
  const others = rows.filter((other) => other !== one).map((other) => other.row.line)
  const about = (code: ReasonCode): Blame => ({
    field: map.columns.invoice,
    code,
    detail: `${others.length === 1 ? 'line' : 'lines'} ${others.slice(0, 5).join(', ')}${others.length > 5 ? ', …' : ''}`,
  })
  if (map.invoice_rows === 'one') return { row: one.row, blames: [about('invoice_repeated')] }
  if (!rows.every(isRead)) return { row: one.row, blames: [about('invoice_incomplete')] }
  return { row: one.row, blames: [differing(rows, map) ?? { field: map.columns.amount, code: 'amount_negative' }] }
}
