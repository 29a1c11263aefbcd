import type { Summary } from '../service/import/kept.ts'
import { table } from './table.ts'

/** What an import came to, for a person. */
export function importSummary(summary: Summary, again: boolean, rejects: string | null): string {
  const { file, totals } = summary
  return [
    again ? `${file} was imported before; nothing was added.` : `${file} is imported.`,
    readWords(summary),
    ...(rejects === null ? [] : [`Rejected lines, each with its reason: ${rejects}`]),
    ...(totals.length === 0 ? [] : [period(summary), totalsTable(totals)]),
  ].join('\n')
}

/** What became of the lines of a file. */
export function readWords({ lines, booked, left_out, invoices, rejected, customers }: Summary): string {
  const as = invoices === undefined || invoices === booked ? '' : ` as ${invoices} invoices`
  const out = left_out === 0 ? '' : `, ${left_out} left out by the map`
  return `${lines} lines read: ${booked} booked${as} for ${customers} customers, ${rejected.length} rejected${out}.`
}

const period = ({ first_day, last_day, clock }: Summary): string =>
  `From ${first_day} to ${last_day}, on the clock ${clock}, which has joined the wall clock.`

/** The totals of an import by currency. */
export const totalsTable = (totals: Summary['totals']): string =>
  table(
    ['Currency', 'Invoiced', 'Paid', 'Disputed'],
    totals.map((one) => [one.currency, one.invoiced, one.paid, one.disputed]),
  )
