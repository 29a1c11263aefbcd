import type { CommandBody } from '../contract/operations.ts'
import { chargeCount, creditNoteCount, draftLineCount, fundCount } from './commands/counts.ts'
import type { Request } from './request.ts'
import type { Sheet } from './sheet.ts'

/** How many xDR ids of the counter a request needs, as far as that is known before loading, and which it brings along. */
export type XdrIds = { readonly needed: number; readonly supplied: readonly bigint[] }

const none: XdrIds = { needed: 0, supplied: [] }
const draws = (needed: number): XdrIds => ({ needed, supplied: [] })

/** As `XdrIds` says: with these a transaction is begun; what is only known after loading is drawn then. */
export function xdrIdsOf(request: Request): XdrIds {
  switch (request.op) {
    case 'book_charge':
    case 'book_credit':
    case 'receive_payment':
    case 'authorise_payment':
      return ownOr(request.body.xdr_id, 0)
    // a write-off may be undone beside it
    case 'adjust_invoice':
    case 'issue_credit_note':
      return ownOr(request.body.xdr_id, 1)
    case 'resolve_dispute':
      return draws(2)
    case 'settle_payment':
    case 'fail_payment':
    case 'void_payment':
    case 'charge_back_payment':
    case 'reverse_chargeback':
    case 'void_credit_note':
    case 'write_off_invoice':
    case 'undo_write_off':
    case 'allocate_payment':
    case 'allocate_credit':
    case 'issue_draft':
      return draws(1)
    case 'refund_payment':
    case 'refund_credit':
    case 'refund_customer':
      return draws(1 + 2 * (request.body.adjust?.length ?? 0))
    case 'void_invoice':
      return draws(3)
    case 'issue_invoice':
      return request.body.draft === true ? none : ofLines(request.body)
    case 'internal':
      return draws(request.command.op === 'move_out' || request.command.op === 'move_in' ? 1 : 0)
    default:
      return none
  }
}

/** The same once the customer is loaded: charges to book again, lines of a draft, payments to refund. */
export function xdrIdsNeeded({ customer }: Sheet, request: Request): number {
  switch (request.op) {
    case 'refund_customer':
      return fundCount(customer) + 2 * (request.body.adjust?.length ?? 0)
    case 'issue_draft':
      return draftLineCount(customer, request.body.invoice) + 1
    case 'void_invoice': {
      const { invoice, reissue } = request.body
      return 1 + creditNoteCount(customer, invoice) + (reissue ? chargeCount(customer, invoice) : 0)
    }
    case 'internal':
      return request.command.op === 'move_out' ? fundCount(customer) : xdrIdsOf(request).needed
    default:
      return xdrIdsOf(request).needed
  }
}

/** One that the caller may supply, and some more beside it; one more where the counter may come to the supplied one. */
function ownOr(given: string | undefined, more: number): XdrIds {
  if (given === undefined) return draws(1 + more)
  return { needed: more === 0 ? 0 : more + 1, supplied: isInt8(given) ? [BigInt(given)] : [] }
}

function ofLines({ lines = [] }: CommandBody<'issue_invoice'>): XdrIds {
  const supplied = lines.flatMap((line) => line.xdr_id ?? []).filter(isInt8)
  return { needed: lines.length + 1, supplied: supplied.map(BigInt) }
}

/** Can an xDR id be kept? Larger ones are refused later. */
export const isInt8 = (text: string): boolean => BigInt(text) < 2n ** 63n
