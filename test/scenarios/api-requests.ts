import type { CommandName } from '../../src/contract/operations.ts'
import type { Names } from './api-names.ts'
import { onTheWire } from './moments.ts'
import type { Operation, Step } from './scenario.ts'

/** What is asked of the API. */
export type ApiRequest = { readonly path: string; readonly body: Readonly<Record<string, unknown>> }

type Place = readonly ['customers' | 'invoices' | 'payments' | 'credits' | 'credit-notes' | 'disputes', string]

/** Where each operation is asked for: POST /<things>/<id>/<path>. */
const places: Partial<Record<CommandName, Place>> = {
  book_charge: ['customers', 'charges'],
  book_credit: ['customers', 'credits'],
  issue_invoice: ['customers', 'invoices'],
  draft_invoice: ['customers', 'invoices'],
  add_draft_line: ['invoices', 'lines'],
  issue_draft: ['invoices', 'issue'],
  adjust_invoice: ['invoices', 'adjustments'],
  void_invoice: ['invoices', 'void'],
  write_off_invoice: ['invoices', 'write-offs'],
  undo_write_off: ['invoices', 'write-off-reversals'],
  turn_into_credit: ['invoices', 'to-credit'],
  change_due_date: ['invoices', 'due-date'],
  set_collection: ['invoices', 'collection'],
  receive_payment: ['customers', 'payments'],
  authorise_payment: ['customers', 'payments'],
  settle_payment: ['payments', 'settle'],
  fail_payment: ['payments', 'failures'],
  void_payment: ['payments', 'void'],
  charge_back_payment: ['payments', 'chargebacks'],
  reverse_chargeback: ['payments', 'chargeback-reversals'],
  refund_payment: ['payments', 'refunds'],
  refund_credit: ['credits', 'refunds'],
  refund_customer: ['customers', 'refunds'],
  allocate_payment: ['payments', 'allocations'],
  deallocate_payment: ['payments', 'deallocations'],
  allocate_credit: ['credits', 'allocations'],
  deallocate_credit: ['credits', 'deallocations'],
  issue_credit_note: ['customers', 'credit-notes'],
  void_credit_note: ['credit-notes', 'void'],
  change_credit_limit: ['customers', 'credit-limit'],
  set_customer_status: ['customers', 'status'],
  lift_collection: ['customers', 'collection-lifts'],
  add_note: ['customers', 'notes'],
  open_dispute: ['customers', 'disputes'],
  resolve_dispute: ['disputes', 'resolve'],
}

const members = {
  invoices: 'invoice',
  payments: 'payment_id',
  credits: 'credit_id',
  'credit-notes': 'credit_note',
  disputes: 'dispute_id',
} as const

/** What these operations have beside their own in the path's body. */
const besides: Partial<Record<CommandName, Readonly<Record<string, unknown>>>> = {
  draft_invoice: { draft: true },
  authorise_payment: { state: 'pending' },
}

/** An operation with what its step says of its time and reference; an invoice is issued on the day on which it counts. */
export function datedOperation({ op, body }: Operation, step: Step, zone: string): Operation {
  const { on, effectiveOn, reference } = step
  const issued = op === 'issue_invoice' || op === 'issue_draft' ? { issued_on: (effectiveOn ?? on).slice(0, 10) } : {}
  const expires = typeof body.expires_at === 'string' ? { expires_at: onTheWire(body.expires_at, zone) } : {}
  const dated = effectiveOn === null ? {} : { effective_at: onTheWire(effectiveOn, zone) }
  return { op, body: { ...body, ...issued, ...expires, ...dated, ...(reference !== null && { reference }) } }
}

/** The request of a dated operation on its own path. */
export function requestOf({ op, body }: Operation, of: number, names: Names): ApiRequest {
  const place = places[op]
  if (place === undefined) throw new Error(`${op} has no path`)
  const [things, path] = place
  const renamed = { ...names.renamed(body), ...besides[op] }
  if (things === 'customers') return { path: `/customers/${names.customer(of)}/${path}`, body: renamed }
  const { [members[things]]: id, ...rest }: Readonly<Record<string, unknown>> = renamed
  // a credit note answers on its own path too
  const isNote = things === 'credits' && !String(id).startsWith('CR-')
  return { path: `/${isNote ? 'credit-notes' : things}/${id}/${path}`, body: rest }
}
