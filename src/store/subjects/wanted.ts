/** What of a customer an operation names beside his open subjects, which are always loaded. */
export type Wanted = {
  readonly customerId: string
  readonly invoices: readonly string[]
  readonly payments: readonly string[]
  readonly credits: readonly string[]
  readonly disputes: readonly string[]
  /** invoices whose allocations may be released: these come along, with the payments and credits that they take from,
   * and the credits and credit notes that were made from them with their allocations */
  readonly releasing: readonly string[]
  /** payments whose allocations may be released or restored: these come along, with their invoices */
  readonly releasingPayments: readonly string[]
  /** credits (credit notes too) whose allocations may be released: these come along, with their invoices */
  readonly releasingCredits: readonly string[]
  /** invoices by their number within the customer */
  readonly invoiceNos: readonly number[]
  /** whether an invoice takes unbilled charges by their numbers: what the stored ones come to is asked when it is decided,
   * what is booked before it in the same transaction is kept at hand */
  readonly unbilled: boolean
  /** booked charges by xDR id */
  readonly charges: readonly bigint[]
  /** invoices all of whose charges are booked again */
  readonly chargesOf: readonly string[]
}

export const wantsNothing = (customerId: string): Wanted => ({
  customerId,
  invoices: [],
  payments: [],
  credits: [],
  disputes: [],
  releasing: [],
  releasingPayments: [],
  releasingCredits: [],
  invoiceNos: [],
  unbilled: false,
  charges: [],
  chargesOf: [],
})

/** Named things of several customers as two columns of equal length: whose, and which. */
export function pairs<T>(wanted: readonly Wanted[], which: (one: Wanted) => readonly T[]): [string[], T[]] {
  const all = wanted.flatMap((one) => which(one).map((id) => [one.customerId, id] as const))
  return [all.map(([customerId]) => customerId), all.map(([, id]) => id)]
}

/** A subject that was loaded, and whose it is. */
export type Owned<T> = { readonly customerId: string; readonly subject: T }
