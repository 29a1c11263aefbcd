/** How much is measured: `--quick` in less than five minutes, with two checkouts too, else at length. */
export type Size = {
  readonly rounds: number
  /** Of one round under load. */
  readonly seconds: number
  /** Usage charges of one round of /ingest. */
  readonly charges: number
  /** Usage charges of the customer with the longest history. */
  readonly history: number
}

export const quick: Size = { rounds: 5, seconds: 1, charges: 3000, history: 5000 }
export const whole: Size = { rounds: 5, seconds: 6, charges: 30_000, history: 200_000 }
