import type { DirectoryKind } from '../store/directory.ts'
import { type Wanted, wantsNothing } from '../store/wanted.ts'
import { aboutOf } from './command.ts'
import { derivedCustomerId } from './ids.ts'
import { keyScopeOf, type Request } from './request.ts'

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
  const none = wantsNothing(customerIdOf(request))
  switch (request.op) {
    case 'issue_invoice': {
      const { charges, invoice, lines } = request.body
      const unbilled = charges === 'unbilled' || (charges === undefined && lines === undefined)
      const named = Array.isArray(charges) ? charges.filter(isInt8).map(BigInt) : []
      return { ...none, unbilled, charges: named, invoices: invoice === undefined ? [] : [invoice] }
    }
    case 'adjust_invoice':
      return { ...none, releasing: [request.body.invoice] }
    case 'receive_payment': {
      const { allocate, payment_id } = request.body
      const invoices = typeof allocate === 'string' ? [] : allocate.map((one) => one.invoice)
      return { ...none, invoices, payments: payment_id === undefined ? [] : [payment_id] }
    }
    case 'allocate_payment':
      return { ...none, invoices: [request.body.invoice], payments: [request.body.payment_id] }
    case 'deallocate_payment':
      return { ...none, releasing: [request.body.invoice], payments: [request.body.payment_id] }
    case 'allocate_credit':
      return { ...none, invoices: [request.body.invoice], credits: [request.body.credit_id] }
    case 'deallocate_credit':
      return { ...none, releasing: [request.body.invoice], credits: [request.body.credit_id] }
    case 'add_note': {
      const about = aboutOf(request.body.subject)
      if (about === null) return none
      return about.kind === 'invoice' ? { ...none, invoices: [about.id] } : { ...none, payments: [about.id] }
    }
    case 'internal':
      return request.command.op === 'settle_message' ? { ...none, invoiceNos: [request.command.invoice.no] } : none
    default:
      return none
  }
}

const isInt8 = (text: string): boolean => BigInt(text) < 2n ** 63n

/** What several requests about one customer want together. */
export function mergedWants(customerId: string, requests: readonly Request[]): Wanted {
  const all = requests.map(wantedOf)
  const union = <T>(of: (one: Wanted) => readonly T[]): T[] => [...new Set(all.flatMap(of))]
  return {
    customerId,
    invoices: union((one) => one.invoices),
    payments: union((one) => one.payments),
    credits: union((one) => one.credits),
    releasing: union((one) => one.releasing),
    invoiceNos: union((one) => one.invoiceNos),
    unbilled: all.some((one) => one.unbilled),
    charges: union((one) => one.charges),
  }
}

/** Ids over all customers that a request would take. */
export function idsTaken(request: Request): readonly { readonly kind: DirectoryKind; readonly id: string }[] {
  if (request.op === 'issue_invoice' && request.body.invoice !== undefined)
    return [{ kind: 'invoice', id: request.body.invoice }]
  if (request.op === 'receive_payment' && request.body.payment_id !== undefined)
    return [{ kind: 'payment', id: request.body.payment_id }]
  return []
}

/** How many xDR ids of the counter a request needs at most, and which the caller supplies. */
export function xdrIdsOf(request: Request): { readonly needed: number; readonly supplied: readonly bigint[] } {
  switch (request.op) {
    case 'book_charge':
    case 'receive_payment': {
      const given = request.body.xdr_id
      return given === undefined
        ? { needed: 1, supplied: [] }
        : { needed: 0, supplied: isInt8(given) ? [BigInt(given)] : [] }
    }
    case 'adjust_invoice':
      return { needed: 1, supplied: [] }
    case 'issue_invoice': {
      const lines = request.body.lines ?? []
      const supplied = lines.flatMap((line) => line.xdr_id ?? []).filter(isInt8)
      return { needed: lines.length + 1, supplied: supplied.map(BigInt) }
    }
    default:
      return { needed: 0, supplied: [] }
  }
}
