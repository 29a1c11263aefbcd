import type { Refusal } from '../../engine/asked/refusals.ts'
import { findSubject } from '../../engine/state/subjects.ts'
import type { Request } from '../asked/request.ts'
import type { Sheet } from './sheet.ts'

/**
 * The operations that are not done without saying why. It is asked for when they are asked for, also dated ahead; what
 * waits already is booked as it was asked for.
 */
const asking: ReadonlySet<Request['op']> = new Set<Request['op']>([
  'void_invoice',
  'void_payment',
  'void_credit_note',
  'charge_back_payment',
  'write_off_invoice',
  'undo_write_off',
  'set_customer_status',
  'set_collection',
  'lift_collection',
  'change_credit_limit',
  'change_due_date',
  'move_opening',
  'adjust_invoice',
  'issue_credit_note',
  'resolve_dispute',
])

/** Does a request lack the reason that it is asked for? The void of a draft, on which nothing stands yet, is not asked. */
export function reasonLacks(sheet: Sheet, request: Request): Refusal[] {
  if (request.op === 'internal' || !asking.has(request.op) || request.body.reason !== undefined) return []
  if (request.op === 'void_invoice' && isDraft(sheet, request.body.invoice)) return []
  return [{ code: 'reason_required', facts: {} }]
}

function isDraft({ customer }: Sheet, id: string): boolean {
  const invoice = findSubject(customer, 'invoice', id)
  return invoice?.traits.draft !== undefined
}
