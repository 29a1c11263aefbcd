import { id } from '../../../contract/values.ts'
import { currencyDigits } from '../../../engine/money/currencies.ts'
import type { Row } from '../reading/csv.ts'
import type { Blame, ReasonCode } from '../reading/rejection.ts'
import type { UsageColumn, UsageFile } from './file.ts'

/** A line of usage as it is asked to be booked. Whether it can be is for the ledger to say. */
export type UsageLine = {
  readonly row: Row
  readonly customerId: string
  readonly currency: string | null
  readonly charge: {
    readonly amount: string
    readonly effective_at: string
    readonly service: string
    readonly xdr_id?: string
  }
}

/** What a charge is called whose file does not say. */
const SERVICE = 'usage'
const MOST = { amount: 40, used_at: 40, xdr_id: 40, service: 64 } as const
const PRINTABLE = /^[^\p{C}\u2028\u2029]*$/u

/** Reads a row, or says what is wrong with its form. */
export function lineReader({ header, at }: Pick<UsageFile, 'header' | 'at'>): (row: Row) => UsageLine | Blame {
  const place = (column: UsageColumn): number => at.get(column) ?? -1
  const [customer, usedAt, amount, xdrId, service, currency] = [
    place('customer_id'),
    place('used_at'),
    place('amount'),
    place('xdr_id'),
    place('service'),
    place('currency'),
  ]
  return (row) => {
    const { cells } = row
    if (cells.length !== header.length) return { field: '', code: 'cells_differ' }
    const cell = (column: number): string => (column === -1 ? '' : (cells[column] ?? '').trim())
    const line = {
      customer_id: cell(customer),
      used_at: cell(usedAt),
      amount: cell(amount),
      xdr_id: cell(xdrId),
      service: cell(service),
      currency: cell(currency),
    }
    return (
      wrong(line) ?? {
        row,
        customerId: line.customer_id,
        currency: line.currency === '' ? null : line.currency,
        charge: {
          amount: line.amount,
          effective_at: line.used_at,
          service: line.service === '' ? SERVICE : line.service,
          ...(line.xdr_id === '' ? {} : { xdr_id: line.xdr_id }),
        },
      }
    )
  }
}

function wrong(line: Readonly<Record<UsageColumn, string>>): Blame | null {
  const blame = (field: UsageColumn, code: ReasonCode): Blame => ({ field, code })
  for (const field of ['customer_id', 'used_at', 'amount'] as const)
    if (line[field] === '') return blame(field, 'empty')
  for (const field of ['used_at', 'amount', 'xdr_id', 'service'] as const)
    if (line[field].length > MOST[field]) return blame(field, 'too_long')
  if (!isId(line.customer_id)) return blame('customer_id', 'id_unreadable')
  if (!PRINTABLE.test(line.service)) return blame('service', 'text_unreadable')
  for (const field of ['used_at', 'amount', 'xdr_id'] as const)
    if (line[field].includes('\0')) return blame(field, 'text_unreadable')
  if (line.currency !== '' && currencyDigits(line.currency) === undefined) return blame('currency', 'currency_unknown')
  return null
}

/** Most ids are short and plain: then nothing else is asked. */
const isId = (text: string): boolean => /^[\w.-]{1,64}$/.test(text) || id.safeParse(text).success
