import { formatAmount, type Micros } from '../../engine/money/amount.ts'
import { currencyDigits } from '../../engine/money/currencies.ts'
import { textFromDay } from '../../engine/time.ts'
import type { Plan } from './begin.ts'
import { countedRows, type ImportableFile } from './file.ts'
import type { Loss, Summary } from './kept.ts'
import type { Line } from './reading/line.ts'
import type { Blame } from './reading/rejection.ts'

const WHAT = { open: 'the customer', issue: 'the invoice', dispute: 'its dispute', pay: 'its payment' } as const

/** What an import came to: what was planned, less what the ledger refused. */
export function summaryOf(file: ImportableFile, plan: Plan, clock: string, losses: readonly Loss[]): Summary {
  const unopened = new Set(losses.filter((loss) => loss.kind === 'open').map((loss) => loss.customer_id))
  const unissued = new Set(losses.filter((loss) => loss.kind === 'issue').map((loss) => loss.line))
  const stands = (line: Line): boolean => !unopened.has(line.customerId) && !unissued.has(line.row.line)
  const booked = plan.lines.filter(stands)
  return {
    import_id: file.importId,
    file: file.name,
    clock,
    lines: file.rows.length,
    booked: booked.reduce((sum, line) => sum + line.items.length, 0),
    left_out: file.rows.length - countedRows(file).length,
    invoices: booked.length,
    rejected: [
      ...plan.rejections.map(({ row, blames }) => ({ line: row.line, blames: [...blames] })),
      ...plan.lines.flatMap((line) => refusalOf(line, losses)),
    ].sort((a, b) => a.line - b.line),
    customers: new Set(booked.map((line) => line.customerId)).size,
    first_day: dayText(plan.parts[0]?.day),
    last_day: dayText(plan.parts.at(-1)?.day),
    totals: totalsOf(booked, losses),
  }
}

const dayText = (day: number | undefined): string | null => (day === undefined ? null : textFromDay(day))

function refusalOf(line: Line, losses: readonly Loss[]): Summary['rejected'] {
  const own = losses.filter((loss) => loss.line === line.row.line || isUnopened(loss, line))
  const blames: Blame[] = own.map((loss) => ({
    field: '',
    code: 'refused',
    detail: `${WHAT[loss.kind]}: ${loss.code}`,
  }))
  return blames.length === 0 ? [] : line.items.map(({ row }) => ({ line: row.line, blames }))
}

const isUnopened = (loss: Loss, line: Line): boolean => loss.kind === 'open' && loss.customer_id === line.customerId

function totalsOf(lines: readonly Line[], losses: readonly Loss[]): Summary['totals'] {
  const lost = new Set(losses.map((loss) => `${loss.kind} ${loss.line}`))
  return [...Map.groupBy(lines, (line) => line.currency)].map(([currency, own]) => {
    const total = (of: (line: Line) => Micros): string =>
      formatAmount(
        own.reduce((sum, line) => sum + of(line), 0n),
        currencyDigits(currency) ?? 2,
      )
    const unless = (kind: Loss['kind'], line: Line, amount: Micros): Micros =>
      lost.has(`${kind} ${line.row.line}`) ? 0n : amount
    return {
      currency,
      invoiced: total((line) => line.amount),
      paid: total((line) => unless('pay', line, line.payment?.amount ?? 0n)),
      disputed: total((line) => unless('dispute', line, line.disputed ? line.amount : 0n)),
    }
  })
}
