import type { MoneySums } from '../../../engine/booking/identities.ts'
import type { Reader } from '../records/records.ts'

type Row = {
  readonly kind: 'payment' | 'credit'
  readonly amount: bigint
  readonly spent: bigint
  readonly least: bigint
}

const moved = (figure: string): string => `coalesce((figures -> '${figure}' ->> 0)::bigint, 0)`

function sumsOf(kind: 'payment' | 'credit', left: string, parts: readonly string[]): string {
  const all = [left, ...parts.map((part) => moved(`${kind}.${part}`))]
  return `select '${kind}' as kind, coalesce(sum(amount), 0)::bigint as amount,
      coalesce(sum(${all.join(' + ')}), 0)::bigint as spent, coalesce(min(least(${all.join(', ')})), 0) as least
    from ${kind} where customer_id = $1`
}

const select = `${sumsOf('payment', 'unallocated', ['allocated', 'refunded', 'charged_back', 'voided', 'moved'])}
  union all ${sumsOf('credit', 'remaining', ['allocated', 'refunded', 'voided', 'moved'])}`

/** What came in over all payments and all credits of a customer, what became of it, and the least part; micros. */
export async function readMoneySums(reader: Reader, customerId: string): Promise<MoneySums> {
  const rows = await reader.query<Row>(select, [customerId])
  const of = (kind: Row['kind']) => {
    const { amount = 0n, spent = 0n, least = 0n } = rows.find((row) => row.kind === kind) ?? {}
    return { amount, spent, least }
  }
  return { payment: of('payment'), credit: of('credit') }
}
