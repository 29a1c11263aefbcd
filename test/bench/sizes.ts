/** How much is measured: `--quick` in less than five minutes, with two checkouts too, else at length. */
export type Size = {
  readonly rounds: number
  /** Of one round under load. */
  readonly seconds: number
  /** Usage charges of one round of /ingest, and of what is weighed. */
  readonly charges: number
  /** Usage charges of one round of /ingest in bundles. */
  readonly bundled: number
  /** Lines of one round of `whence import` of usage. */
  readonly usage: number
  /** Usage charges of the ledger that is verified. */
  readonly verified: number
  /** Invoices of one round of `whence import`. */
  readonly imported: number
  /** Usage charges of the customer with the longest history, each a record. */
  readonly history: number
  /** Usage charges of one whose history is called 1 ×. */
  readonly once: number
  /** Open invoices of the customer with very many: to issue 20,000 takes two minutes. */
  readonly large: number
  /** Customers of the collection run. */
  readonly collected: number
}

export const quick: Size = {
  rounds: 4,
  seconds: 1,
  charges: 3000,
  bundled: 30_000,
  usage: 60_000,
  verified: 3000,
  imported: 200,
  history: 5000,
  once: 50,
  large: 1500,
  collected: 10_000,
}

export const whole: Size = {
  rounds: 5,
  seconds: 5,
  charges: 30_000,
  bundled: 150_000,
  usage: 300_000,
  verified: 150_000,
  imported: 2000,
  history: 1_000_000,
  once: 1000,
  large: 20_000,
  collected: 1_000_000,
}
