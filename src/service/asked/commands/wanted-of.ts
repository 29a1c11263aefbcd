import type { CommandBody } from '../../../contract/operations.ts'
import type { DirectoryKind } from '../../../store/heads/directory.ts'
import { type Wanted, wantsNothing } from '../../../store/subjects/wanted.ts'
import { derivedCustomerId } from '../ids.ts'
import { type InternalRequest, keyScopeOf, type Request } from '../request.ts'
import { aboutOf } from './customers.ts'

/** Whom a request is about; a new customer's id may follow from the caller and the key. */
export function customerIdOf(request: Request): string {
  if (request.op !== 'open_customer') return request.customerId
  const given = request.customerId ?? request.body.customer_id
  if (given !== undefined) return given
  if (request.key === null) throw new Error('Bug: a new customer needs an id or a key')
  return derivedCustomerId(keyScopeOf(request.caller), request.key)
}

/** What is to be loaded of the customer for a request, beside his open subjects. */
export function wantedOf(request: Request): Wanted {
  return { ...wantsNothing(customerIdOf(request)), ...ownWants(request) }
}

function ownWants(request: Request): Partial<Wanted> {
  switch (request.op) {
    case 'issue_invoice':
    case 'draft_invoice':
      return chargesWanted(request.body)
    case 'issue_draft':
      return { invoices: [request.body.invoice], unbilled: true }
    case 'add_draft_line':
    case 'write_off_invoice':
    case 'undo_write_off':
    case 'turn_into_credit':
    case 'change_due_date':
    case 'set_collection':
      return { invoices: [request.body.invoice] }
    case 'adjust_invoice':
      return { releasing: [request.body.invoice], disputes: listed(request.body.dispute) }
    case 'void_invoice':
      return { releasing: [request.body.invoice], chargesOf: request.body.reissue ? [request.body.invoice] : [] }
    case 'issue_credit_note':
      return {
        releasing: listed(request.body.invoice),
        credits: listed(request.body.credit_note),
        disputes: listed(request.body.dispute),
      }
    case 'void_credit_note':
      return { credits: [request.body.credit_note], releasingCredits: [request.body.credit_note] }
    case 'receive_payment':
    case 'authorise_payment':
      return paymentWanted(request.body)
    case 'settle_payment':
      return { payments: [request.body.payment_id] }
    case 'fail_payment':
    case 'void_payment':
    case 'charge_back_payment':
    case 'reverse_chargeback':
      return { payments: [request.body.payment_id], releasingPayments: [request.body.payment_id] }
    case 'refund_payment':
      return { ...refundWanted(request.body), ...paymentReleased(request.body) }
    case 'refund_credit':
      return { ...refundWanted(request.body), ...creditReleased(request.body) }
    case 'refund_customer':
      return refundWanted(request.body)
    case 'allocate_payment':
      return { invoices: [request.body.invoice], payments: [request.body.payment_id] }
    case 'deallocate_payment':
      return { releasing: [request.body.invoice], payments: [request.body.payment_id] }
    case 'allocate_credit':
      return { invoices: [request.body.invoice], credits: [request.body.credit_id] }
    case 'deallocate_credit':
      return { releasing: [request.body.invoice], credits: [request.body.credit_id] }
    case 'open_dispute':
      return { invoices: [request.body.invoice], disputes: listed(request.body.dispute_id) }
    case 'resolve_dispute':
      return { disputes: [request.body.dispute_id] }
    case 'add_note':
      return aboutWanted(request.body.subject)
    case 'internal':
      return internalWanted(request.command)
    default:
      return {}
  }
}

const listed = <T>(one: T | undefined): T[] => (one === undefined ? [] : [one])

function chargesWanted({ charges, invoice, lines }: CommandBody<'draft_invoice'>): Partial<Wanted> {
  const unbilled = charges === 'unbilled' || (charges === undefined && lines === undefined)
  const named = Array.isArray(charges) ? charges.filter(isInt8).map(BigInt) : []
  return { unbilled, charges: named, invoices: listed(invoice) }
}

function paymentWanted({ allocate, payment_id }: CommandBody<'authorise_payment'>): Partial<Wanted> {
  const invoices = typeof allocate === 'string' ? [] : allocate.map((one) => one.invoice)
  return { invoices, payments: listed(payment_id) }
}

type Refund = CommandBody<'refund_customer'>

/** Invoices that give allocations back, and those that are lowered, with what stands on them. */
const refundWanted = ({ deallocate = [], adjust = [] }: Refund): Partial<Wanted> => ({
  releasing: [...deallocate, ...adjust].map((one) => one.invoice),
})

const paymentReleased = ({ payment_id, deallocate }: CommandBody<'refund_payment'>): Partial<Wanted> => ({
  payments: [payment_id],
  releasingPayments: deallocate === undefined ? [] : [payment_id],
})

const creditReleased = ({ credit_id, deallocate }: CommandBody<'refund_credit'>): Partial<Wanted> => ({
  credits: [credit_id],
  releasingCredits: deallocate === undefined ? [] : [credit_id],
})

const namedLists = { invoice: 'invoices', payment: 'payments', credit: 'credits', dispute: 'disputes' } as const

function aboutWanted(subject: string | undefined): Partial<Wanted> {
  const about = aboutOf(subject)
  return about === null ? {} : { [namedLists[about.kind]]: [about.id] }
}

const internalWanted = (command: InternalRequest['command']): Partial<Wanted> =>
  command.op === 'settle_message' && command.about.kind === 'invoice' ? { invoiceNos: [command.about.no] } : {}

/** What several requests about one customer want together. */
export function mergedWants(customerId: string, requests: readonly Request[]): Wanted {
  const all = requests.map(wantedOf)
  const union = <T>(of: (one: Wanted) => readonly T[]): T[] => [...new Set(all.flatMap(of))]
  return {
    customerId,
    invoices: union((one) => one.invoices),
    payments: union((one) => one.payments),
    credits: union((one) => one.credits),
    disputes: union((one) => one.disputes),
    releasing: union((one) => one.releasing),
    releasingPayments: union((one) => one.releasingPayments),
    releasingCredits: union((one) => one.releasingCredits),
    invoiceNos: union((one) => one.invoiceNos),
    unbilled: all.some((one) => one.unbilled),
    charges: union((one) => one.charges),
    chargesOf: union((one) => one.chargesOf),
  }
}

/** The xDR ids that a request brings along. */
export function suppliedXdrIds(request: Request): bigint[] {
  if (request.op === 'internal') return []
  const lines = request.op === 'issue_invoice' ? (request.body.lines ?? []) : []
  const own = 'xdr_id' in request.body ? listed(request.body.xdr_id) : []
  return [...own, ...lines.flatMap((line) => listed(line.xdr_id))].filter(isInt8).map(BigInt)
}

/** Can an xDR id be kept? Larger ones are refused later. */
export const isInt8 = (text: string): boolean => BigInt(text) < 2n ** 63n

/** Ids over all customers that a request would take. */
export function idsTaken(request: Request): readonly { readonly kind: DirectoryKind; readonly id: string }[] {
  const taken = (kind: DirectoryKind, id: string | undefined) => listed(id).map((one) => ({ kind, id: one }))
  switch (request.op) {
    case 'issue_invoice':
    case 'draft_invoice':
      return taken('invoice', request.body.invoice)
    case 'receive_payment':
    case 'authorise_payment':
      return taken('payment', request.body.payment_id)
    case 'issue_credit_note':
      return taken('credit', request.body.credit_note)
    case 'open_dispute':
      return taken('dispute', request.body.dispute_id)
    default:
      return []
  }
}
