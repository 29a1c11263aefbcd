/** What of a customer an operation needs: his open subjects, unless they are at hand, and those that it names. */
export type Wanted = {
  readonly customerId: string
  /** whether his open subjects are to be loaded; false: they are at hand, as they stand now */
  readonly open: boolean
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

/** Names nothing: the open subjects alone. */
export const wantsNothing = (customerId: string): Wanted => ({
  customerId,
  open: true,
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

/** Whose open subjects are to be loaded. */
export const whoseOpen = (wanted: readonly Wanted[]): string[] =>
  wanted.filter((one) => one.open).map((one) => one.customerId)

/** Named things of several customers as two columns of equal length: whose, and which. */
export function pairs<T>(wanted: readonly Wanted[], which: (one: Wanted) => readonly T[]): [string[], T[]] {
  const all = wanted.flatMap((one) => which(one).map((id) => [one.customerId, id] as const))
  return [all.map(([customerId]) => customerId), all.map(([, id]) => id)]
}

/** Would a statement about such columns find nothing? Then it needs not be sent. */
export const isEmpty = (columns: readonly (readonly unknown[])[]): boolean => columns.every((one) => one.length === 0)

/** A subject that was loaded, and whose it is. */
export type Owned<T> = { readonly customerId: string; readonly subject: T }
