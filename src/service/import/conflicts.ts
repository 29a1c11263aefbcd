import type { Line } from './line.ts'
import type { ImportMap, Meaning } from './map.ts'
import type { Blame, ReasonCode, Rejection } from './rejection.ts'

/** The lines that can be booked together, and those that cannot be booked at all. */
export type Sifted = { readonly lines: readonly Line[]; readonly rejections: readonly Rejection[] }

/** Sets aside what contradicts an earlier line: an invoice number that is there, another currency of the customer. */
export function sift(read: readonly (Line | Rejection)[], map: ImportMap): Sifted {
  const lines: Line[] = []
  const rejections: Rejection[] = []
  const seen = { invoices: new Map<string, Line>(), customers: new Map<string, Line>() }
  for (const one of read) {
    const blames = 'blames' in one ? one.blames : conflictsOf(one, seen, map)
    if ('blames' in one || blames.length > 0) rejections.push({ row: one.row, blames })
    else {
      seen.invoices.set(one.invoice, one)
      if (!seen.customers.has(one.customerId)) seen.customers.set(one.customerId, one)
      lines.push(one)
    }
  }
  return { lines, rejections }
}

type Seen = { readonly invoices: ReadonlyMap<string, Line>; readonly customers: ReadonlyMap<string, Line> }

function conflictsOf(line: Line, { invoices, customers }: Seen, map: ImportMap): Blame[] {
  const same = invoices.get(line.invoice)
  const first = customers.get(line.customerId)
  const conflict = (meaning: Meaning, code: ReasonCode, other: Line): Blame => ({
    field: map.columns[meaning] ?? meaning,
    code,
    detail: `line ${other.row.line}`,
  })
  return [
    ...(same === undefined ? [] : [conflict('invoice', 'invoice_repeated', same)]),
    ...(first === undefined || first.currency === line.currency
      ? []
      : [conflict('currency', 'currency_differs', first)]),
  ]
}
