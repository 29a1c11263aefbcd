import type { DirectoryKind } from '../../../store/heads/directory.ts'
import { type Wanted, wantsNothing } from '../../../store/subjects/wanted.ts'
import { isInt8 } from '../form.ts'
import { derivedCustomerId } from '../ids.ts'
import { type InternalRequest, keyScopeOf, opensCustomer, type Request } from '../request.ts'
import { type LineBrought, listed } from './row.ts'
import { rowOf } from './rows.ts'

/** Whom a request is about; a new customer's id may follow from the caller and the key. */
export function customerIdOf(request: Request): string {
  if (!opensCustomer(request)) return request.customerId
  const given = request.customerId ?? request.body.customer_id
  if (given !== undefined) return given
  if (request.key === null) throw new Error('Bug: a new customer needs an id or a key')
  return derivedCustomerId(keyScopeOf(request.caller), request.key)
}

/** What is to be loaded of the customer for a request, beside his open subjects. */
const wantedOf = (request: Request): Wanted => ({ ...wantsNothing(customerIdOf(request)), ...ownWants(request) })

const ownWants = (request: Request): Partial<Wanted> =>
  request.op === 'internal' ? internalWanted(request.command) : (rowOf(request).loads?.(request.body) ?? {})

const internalWanted = (command: InternalRequest['command']): Partial<Wanted> =>
  command.op === 'settle_message' && command.about.kind === 'invoice' ? { invoiceNos: [command.about.no] } : {}

/** What several requests about one customer want together. */
export function mergedWants(customerId: string, requests: readonly Request[]): Wanted {
  const all = requests.map(wantedOf)
  const union = <T>(of: (one: Wanted) => readonly T[]): T[] => [...new Set(all.flatMap(of))]
  return {
    customerId,
    open: true,
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

/** The lines of a request that are booked, each with an xDR id of its own. */
export const linesOf = (request: Request): readonly LineBrought[] =>
  request.op === 'internal' ? [] : (rowOf(request).lines?.(request.body) ?? [])

/** The xDR ids that a request brings along. */
export function suppliedXdrIds(request: Request): bigint[] {
  if (request.op === 'internal') return []
  const own = 'xdr_id' in request.body ? listed(request.body.xdr_id) : []
  return [...own, ...linesOf(request).flatMap((line) => listed(line.xdr_id))].filter(isInt8).map(BigInt)
}

/** Ids over all customers that a request would take. */
export function idsTaken(request: Request): readonly { readonly kind: DirectoryKind; readonly id: string }[] {
  const taken = request.op === 'internal' ? undefined : rowOf(request).takes?.(request.body)
  return taken?.id === undefined ? [] : [{ kind: taken.kind, id: taken.id }]
}

/** The clocks that a request names. */
export const clocksNamed = (request: Request): string[] =>
  request.op === 'internal' ? [] : listed(rowOf(request).clock?.(request.body))

/** The texts that a request erases. */
export const textsErased = (request: Request): string[] =>
  request.op === 'internal' ? [] : listed(rowOf(request).erases?.(request.body))
