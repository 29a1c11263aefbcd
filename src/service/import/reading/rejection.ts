import { isOfRejects, type Row, rejectColumns } from './csv.ts'
import { forSpreadsheet } from './spreadsheet.ts'

/** Why a line is not booked, by code; the words say what is wrong with the cell. */
export const reasons = {
  cells_differ: 'the line has another number of cells than the header',
  empty: 'it is empty',
  too_long: 'it is too long',
  id_unreadable: 'an id is printable characters in one line, and neither . nor ..',
  name_unreadable: 'a name is printable characters in one line, without marks of direction',
  text_unreadable: 'a description is printable characters',
  email_unreadable: 'it is no e-mail address',
  date_unreadable: 'it is no date in the format of the map',
  due_before_issue: 'it is before the day of issue',
  settled_before_issue: 'it is before the day of issue',
  collected_before_issue: 'it is before the day of issue',
  date_in_future: 'it has not come yet',
  amount_malformed: 'it is no amount in the form of the map',
  amount_too_fine: 'it has more than 6 fractional digits',
  amount_finer_than_currency: 'it is finer than the currency allows',
  amount_too_large: 'it is beyond 10^12',
  amount_negative: 'it is negative; a credit is not imported as an invoice',
  amount_not_positive: 'a settled amount is above 0',
  currency_unknown: 'it is no currency of ISO 4217',
  currency_differs: 'the customer is kept in another currency',
  flag_unreadable: 'it is neither a yes nor a no of the map',
  settled_without_date: 'an amount is settled, but not on which day',
  invoice_repeated:
    'other lines have this invoice number; where each is a line of that invoice, say "invoice_rows": "lines" in the map',
  invoice_rows_differ: 'the lines of this invoice do not say the same here',
  invoice_incomplete: 'another line of this invoice is rejected',
  invoice_taken: 'the ledger has an invoice of this number',
  invoice_number_reserved: 'numbers of this form are given by the ledger',
  payment_taken: 'the ledger has a payment of this id',
  effective_in_future: 'it is after now on the clock of the customer',
  customer_unknown: 'the ledger has no customer of this id',
  time_unreadable: 'it is neither a time such as 2026-09-30T10:15:00Z nor a day such as 2026-09-30',
  before_opening: 'it is before the customer was opened',
  period_closed: 'the books of its day are closed',
  usage_amount_malformed: 'an amount is digits with a point, such as 12.3456',
  usage_negative: 'it is negative; usage is not taken back by a negative charge',
  xdr_id_unreadable: 'an xDR id is a whole number above 0 of at most 19 digits',
  xdr_id_taken: 'the customer has an xDR of this id',
  refused: 'the ledger refused it',
} as const

export type ReasonCode = keyof typeof reasons
export const isReason = (code: string): code is ReasonCode => Object.hasOwn(reasons, code)

/** What is wrong with one cell of a line; `field` is the column, empty where it is the line as a whole. */
export type Blame = { readonly field: string; readonly code: ReasonCode; readonly detail?: string | undefined }

/** A line that is not booked, and why. */
export type Rejection = { readonly row: Row; readonly blames: readonly Blame[]; readonly invoice?: string }

export const wordsOf = ({ code, detail }: Blame): string =>
  detail === undefined ? reasons[code] : `${reasons[code]} (${detail})`

/** A line that is not booked, by its number. */
export type RejectedLine = { readonly line: number; readonly blames: readonly Blame[] }

/**
 * The rejected lines as CSV: line, field and reason, then the line as it stands in the file, under the file's header,
 * each cell such that no spreadsheet takes it for a formula. Corrected, it can be imported itself: reading it takes off
 * what was put in front. The columns of an earlier rejection are left out. `isFirst`: with the line of columns.
 */
export function rejectsOf(
  { header, rows, map }: { readonly header: readonly string[]; readonly rows: readonly Row[]; readonly map: Delimited },
  rejected: readonly RejectedLine[],
  isFirst = true,
): string {
  const cellsOf = new Map(rows.map((row) => [row.line, row.cells]))
  const again = isOfRejects(header)
  const own = (cells: readonly string[]): readonly string[] => (again ? cells.slice(rejectColumns.length) : cells)
  const lines = rejected.map(({ line, blames }) => [
    String(line),
    blames.map((one) => one.field).join('; '),
    blames.map(wordsOf).join('; '),
    ...own(cellsOf.get(line) ?? []),
  ])
  const all = isFirst ? [[...rejectColumns, ...own(header)], ...lines] : lines
  return all.map((cells) => `${cells.map((cell) => quoted(cell, map.delimiter)).join(map.delimiter)}\n`).join('')
}

type Delimited = { readonly delimiter: string }

function quoted(cell: string, delimiter: string): string {
  const safe = forSpreadsheet(cell)
  return safe.includes(delimiter) || /["\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
