import type { Summary } from '../service/import/kept.ts'
import { table } from './table.ts'

/** What an import came to, for a person. */
export function importSummary(summary: Summary, again: boolean, rejects: string | null): string {
  const { file, lines, booked, rejected, customers, totals } = summary
  return [
    again ? `${file} was imported before; nothing was added.` : `${file} is imported.`,
    `${lines} lines read: ${booked} booked for ${customers} customers, ${rejected.length} rejected.`,
    ...(rejects === null ? [] : [`Rejected lines, each with its reason: ${rejects}`]),
    ...(totals.length === 0 ? [] : [period(summary), totalsTable(totals)]),
  ].join('\n')
}

const period = ({ first_day, last_day, clock }: Summary): string =>
  `From ${first_day} to ${last_day}, on the clock ${clock}, which has joined the wall clock.`

const totalsTable = (totals: Summary['totals']): string =>
  table(
    ['Currency', 'Invoiced', 'Paid', 'Disputed'],
    totals.map((one) => [one.currency, one.invoiced, one.paid, one.disputed]),
  )
