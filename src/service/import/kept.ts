import { z } from 'zod'
import { type ReasonCode, reasons } from './reading/rejection.ts'

const codes = Object.keys(reasons) as [ReasonCode, ...ReasonCode[]]
const blame = z.object({ field: z.string(), code: z.enum(codes), detail: z.string().optional() })
const rejected = z.object({ line: z.int(), blames: z.array(blame) })

/**
 * What an import decided when it began, as its run keeps it: a stopped import goes on from this and not from what the
 * ledger and the clock on the wall say by then, so that it ends as if it had never been stopped.
 */
export const begunForm = z.object({
  file: z.string(),
  clock: z.string(),
  caller: z.object({ actor: z.string(), realm: z.string(), channel: z.string(), ip: z.string().nullable() }),
  /** wall clock, RFC 3339: what is dated later has not come yet */
  now: z.string(),
  first_xdr_id: z.string(),
  /** lines against which the ledger had something */
  rejected: z.array(rejected),
  /** customers whom the ledger had */
  known: z.array(z.object({ customer_id: z.string(), time_zone: z.string(), opened_at: z.string() })),
})
export type Begun = z.output<typeof begunForm>

/** A step that the ledger refused although nothing spoke against it before: somebody else was there meanwhile. */
const loss = z.object({
  line: z.int(),
  customer_id: z.string(),
  kind: z.enum(['open', 'issue', 'dispute', 'pay']),
  code: z.string(),
})
export type Loss = z.output<typeof loss>
export const partForm = z.object({ lost: z.array(loss) })

const total = z.object({ currency: z.string(), invoiced: z.string(), paid: z.string(), disputed: z.string() })

/** What an import came to, as its run keeps it and the command prints it. Amounts as on the wire. */
export const summaryForm = z.object({
  import_id: z.string(),
  file: z.string(),
  clock: z.string(),
  lines: z.int(),
  booked: z.int(),
  /** rows that the map leaves out */
  left_out: z.int().default(0),
  /** invoices that the booked lines make up; of one line each where it is not said */
  invoices: z.int().optional(),
  rejected: z.array(rejected),
  customers: z.int(),
  first_day: z.string().nullable(),
  last_day: z.string().nullable(),
  totals: z.array(total),
})
export type Summary = z.output<typeof summaryForm>
