import { createHash } from 'node:crypto'
import { formatAmount, lesser, type Micros } from '../../engine/money/amount.ts'
import { currencyDigits } from '../../engine/money/currencies.ts'
import { type Day, type Instant, instantToText, later, textFromDay } from '../../engine/time.ts'
import type { Caller, WireRequest } from '../asked/request.ts'
import type { Step } from './plan.ts'
import type { Line } from './reading/line.ts'

/** What all operations of an import share. */
export type Setting = {
  readonly importId: string
  readonly caller: Caller
  /** the file's name, as it was when the import began */
  readonly file: string
  readonly clock: string
  readonly timeZone: string
  /** the first of the xDR ids that are kept for this import */
  readonly firstXdrId: bigint
  /** when customers were opened whom the ledger had before, and the day of it in their zones */
  readonly opened: ReadonlyMap<string, { readonly at: Instant; readonly on: Day }>
}

/**
 * The operation of a step. It has the same key, ids and members whenever it is made, so that it is booked once. A
 * customer whom the ledger had before gets his xDR ids from the counter, for he may have supplied such himself.
 */
export function requestOf(step: Step, setting: Setting): WireRequest {
  const { line } = step
  const at = instantToText(momentOf(step, setting))
  const common = {
    customerId: line.customerId,
    caller: setting.caller,
    key: `${setting.importId}:${line.row.line}:${step.kind}`,
    correlationId: setting.importId,
    reference: `${setting.file.slice(0, 150)}, line ${line.row.line}`,
  }
  switch (step.kind) {
    case 'open':
      return { ...common, op: 'open_customer', body: openBody(step, setting, at) }
    case 'issue':
      return { ...common, op: 'issue_invoice', body: issueBody(step, setting, at) }
    case 'dispute':
      return {
        ...common,
        op: 'add_note',
        body: {
          kind: 'dispute',
          subject: `invoice:${line.invoice}`,
          text: `Marked as disputed in ${setting.file}.`,
          effective_at: at,
        },
      }
    case 'pay':
      return { ...common, op: 'receive_payment', body: payBody(step, setting, at) }
  }
}

/** On the day of his opening a customer is there from that moment on; what is dated before that day moves the opening. */
function momentOf({ at, day, line }: Step, { opened }: Setting): Instant {
  const own = opened.get(line.customerId)
  return own?.on === day ? later(at, own.at) : at
}

const openBody = ({ opening }: Extract<Step, { kind: 'open' }>, { clock, timeZone }: Setting, at: string) => ({
  customer_id: opening.customerId,
  name: opening.name,
  ...(opening.email === null ? {} : { email: opening.email }),
  currency: opening.currency,
  time_zone: timeZone,
  billing: 'postpaid' as const,
  clock,
  effective_at: at,
})

const issueBody = (step: Extract<Step, { kind: 'issue' }>, setting: Setting, at: string) => ({
  invoice: step.line.invoice,
  lines: step.line.items.map(({ amount, description }, item) => ({
    description: description ?? `Invoice ${step.line.invoice}, imported`,
    amount: written(amount, step.line),
    service: 'imported',
    ...xdrId(step, setting, item),
  })),
  issued_on: textFromDay(step.line.issuedOn),
  due_on: step.line.dueOn === null ? null : textFromDay(step.line.dueOn),
  ...(step.line.collectionSince === null ? {} : { collection_since: textFromDay(step.line.collectionSince) }),
  effective_at: at,
})

/** What is settled goes to its invoice; what is above the invoice stays unallocated. */
const payBody = (step: Extract<Step, { kind: 'pay' }>, setting: Setting, at: string) => ({
  payment_id: step.payment.id,
  amount: written(step.payment.amount, step.line),
  ...xdrId(step, setting),
  allocate: allocated(step.line, step.payment.amount),
  effective_at: at,
})

const allocated = (line: Line, paid: Micros) =>
  line.amount === 0n
    ? ('oldest_first' as const)
    : [{ invoice: line.invoice, amount: written(lesser(paid, line.amount), line) }]

const xdrId = (
  { xdr, line }: { readonly xdr: number; readonly line: Line },
  { firstXdrId, opened }: Setting,
  item = 0,
) => (opened.has(line.customerId) ? {} : { xdr_id: String(firstXdrId + BigInt(xdr + item)) })

const written = (amount: Micros, { currency }: Line): string => formatAmount(amount, currencyDigits(currency) ?? 2)

/** Names an import by what it books: the file's bytes and the map; 64 bits of their SHA-256. */
export const importIdOf = (bytes: Uint8Array, map: unknown): string =>
  `import-${createHash('sha256').update(bytes).update('\0').update(JSON.stringify(map)).digest('hex').slice(0, 16)}`
