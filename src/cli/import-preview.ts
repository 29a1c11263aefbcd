import { formatAmount } from '../engine/money/amount.ts'
import { currencyDigits } from '../engine/money/currencies.ts'
import { textFromDay } from '../engine/time.ts'
import type { Previewed } from '../service/import/import-file.ts'
import type { Line } from '../service/import/reading/line.ts'
import { wordsOf } from '../service/import/reading/rejection.ts'
import { readWords, totalsTable, whyNothing } from './import-summary.ts'
import { table } from './table.ts'

/** What an import would come to, for a person: totals, the first lines as they are read, and what would be rejected. */
export function importPreview({ summary, again, first, rejections }: Previewed): string {
  if (again) return `${summary.file} was imported before; importing it again adds nothing.`
  const { rejected, booked } = summary
  return [
    `This is a dry run: nothing was booked. Importing ${summary.file} would book ${booked === 0 ? `nothing: ${whyNothing(summary)}` : 'this'}.`,
    readWords(summary),
    ...(summary.totals.length === 0 ? [] : [totalsTable(summary.totals)]),
    ...(first.length === 0
      ? []
      : [`The first ${first.length} of ${summary.invoices ?? booked} invoices, as they are read:`, linesTable(first)]),
    ...(rejections.length === 0 ? [] : [`Rejected, the first ${rejections.length} of ${rejected.length} lines:`]),
    ...rejections.map(({ row, blames }) => `  line ${row.line}: ${blames.map(blameWords).join('; ')}`),
  ].join('\n')
}

const blameWords = (blame: Parameters<typeof wordsOf>[0]): string =>
  `${blame.field === '' ? '' : `${blame.field}: `}${wordsOf(blame)}`

const linesTable = (lines: readonly Line[]): string =>
  table(
    ['Line', 'Customer', 'Invoice', 'Issued', 'Due', 'Amount', 'Settled'],
    lines.map((line) => [
      String(line.row.line),
      line.customerId,
      line.items.length === 1 ? line.invoice : `${line.invoice} (${line.items.length} lines)`,
      textFromDay(line.issuedOn),
      line.dueOn === null ? 'never' : textFromDay(line.dueOn),
      `${written(line.amount, line)} ${line.currency}`,
      line.payment === null ? 'open' : `${written(line.payment.amount, line)} on ${textFromDay(line.payment.paidOn)}`,
    ]),
  )

const written = (amount: bigint, { currency }: Line): string => formatAmount(amount, currencyDigits(currency) ?? 2)
