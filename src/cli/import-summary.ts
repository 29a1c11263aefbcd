import type { Summary } from '../service/import/kept.ts'
import { table } from './table.ts'

/** What an import comes to: lines are booked, all that can be booked was booked before, or nothing of it is booked. */
export const outcomeOf = ({ booked }: Summary, again: boolean): 'booked' | 'booked_before' | 'nothing_booked' =>
  booked === 0 ? 'nothing_booked' : again ? 'booked_before' : 'booked'

/** What an import came to, for a person. */
export function importSummary(summary: Summary, again: boolean, rejects: string | null): string {
  const { totals } = summary
  return [
    firstWords(summary, again),
    readWords(summary),
    ...(rejects === null ? [] : [`Rejected lines, each with its reason: ${rejects}`]),
    ...(totals.length === 0 ? [] : [period(summary), totalsTable(totals)]),
  ].join('\n')
}

function firstWords(summary: Summary, again: boolean): string {
  const { file, booked } = summary
  switch (outcomeOf(summary, again)) {
    case 'booked':
      return `${file} is imported.`
    case 'booked_before':
      return `${file} was imported before: nothing new, ${booked} ${booked === 1 ? 'line' : 'lines'} booked before.`
    case 'nothing_booked':
      return `Nothing of ${file} is booked: ${whyNothing(summary)}.`
  }
}

/** Why nothing of a file can be booked. */
export function whyNothing({ lines, rejected, left_out }: Summary): string {
  if (lines === 0) return 'there is no line under its header'
  if (rejected.length === 0) return 'all its lines are left out by the map'
  return left_out === 0 ? 'all its lines are rejected' : 'all its lines are rejected or left out by the map'
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
