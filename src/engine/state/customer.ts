import type { CreditOrigin } from '../events/effect-rules.ts'
import type { Code, TextRef } from '../events/slots.ts'
import type { Ref, SubjectKind } from '../figures/base.ts'
import type { FigureName } from '../figures/names.ts'

import type { Micros } from '../money/amount.ts'
import { defaultPolicy, type Policy } from '../policy/policy.ts'
import { currentRules } from '../rules/rules.ts'
import type { Day, Instant } from '../time.ts'

/**
 * A figure's value and the record that set it. Amounts in micros, dates as days, statuses by their number. `at`: of a base
 * figure that is set, from when it counts; what is set for an earlier time does not override it (2-domain 2.3, 4).
 */
export type Cell = { readonly value: bigint; readonly seq: number; readonly at?: Instant }
export type Cells = { readonly [F in FigureName]?: Cell }

/** Was a figure set for a later time than this one? */
export const isOverridden = (cell: Cell | undefined, effectiveAt: Instant): boolean =>
  cell?.at !== undefined && cell.at > effectiveAt

/** Something of a customer that carries figures: an invoice, a payment, a credit, an allocation, a dispute. */
export type Subject = {
  readonly ref: Ref
  /** the number or id by which people name it; an allocation has none. */
  readonly id: string
  readonly bornSeq: number
  readonly bornAt: Instant
  /** base figures and stored formulas; a figure that nothing has moved has no cell and counts as 0. */
  readonly cells: Cells
  /** a payment that only a person may allocate. */
  readonly held: boolean
  /** an allocation: the payment or credit it takes from. A credit: the invoice it came from. */
  readonly source: Ref | null
  /** an allocation: the invoice it goes to. A dispute: the invoice that is contested. */
  readonly target: Ref | null
  readonly traits: Traits
}

/** What only some subjects have beside their figures; left out where there is none. */
export type Traits = {
  /** an invoice: its parts by due date, ascending */
  readonly installments?: readonly Installment[]
  /** an invoice that is not issued yet */
  readonly draft?: InvoiceDraft
  /** an issued invoice: the numbers of the charges that stand on it */
  readonly charges?: Ranges
  /** an invoice or a payment: the last message of each kind about it */
  readonly noticed?: Noticed
  /** an invoice: the latest moment at which something of it was written off */
  readonly writtenOffAt?: Instant
  /** a payment: the latest moment at which it was charged back */
  readonly chargedBackAt?: Instant
  /** a credit: where it came from */
  readonly origin?: CreditOrigin
  /** a credit note: the dispute on its invoice that it settles in part */
  readonly settles?: Ref
  /** a pending payment: how it is to be allocated once it is settled */
  readonly wish?: {
    readonly rule: Code
    readonly chosen: readonly { readonly invoice: Ref; readonly amount: Micros }[]
  }
}

/** By kind of message: the day of the last one, and whether it was queued or withheld. */
export type Noticed = Readonly<Partial<Record<Code, { readonly on: Day; readonly queued: boolean }>>>

export type Installment = { readonly dueOn: Day; readonly amount: Micros }

/** What an invoice will be issued over. */
export type InvoiceDraft = {
  readonly takes: 'unbilled' | 'named'
  readonly charges: Ranges
  readonly lines: readonly { readonly amount: Micros; readonly service: string; readonly description: TextRef }[]
  readonly dueOn: Day | null
  readonly periodFrom: Day | null
  readonly periodTo: Day | null
}

/** An operation that waits for its day; `day` is that of `dueAt` in the customer's zone. */
export type Scheduled = { readonly id: string; readonly op: string; readonly dueAt: Instant; readonly day: Day }

/** A zone that a customer had until a moment. */
export type ZoneBefore = { readonly zone: string; readonly until: Instant }

/** A booked charge, as far as an invoice needs it. */
export type Charge = {
  readonly no: number
  readonly seq: number
  readonly xdrId: bigint
  /** negative: a manual or promotional credit */
  readonly amount: Micros
  readonly service: string
  readonly creditKind: Code | null
  readonly effectiveAt: Instant
}

/** Ranges of charge numbers, both ends included, ascending, never touching. */
export type Ranges = readonly (readonly [number, number])[]

/**
 * The state of one customer in order of recording. `subjects` and `charges` hold what was loaded: always the open ones
 * (something outstanding, unallocated, remaining, pending or contested; drafts), and those that a command names with their
 * allocations; of charges those that it names, books again, or takes and were booked in the same transaction.
 */
export type Customer = {
  readonly id: string
  /** null in the operator's own stream. */
  readonly currency: string | null
  readonly timeZone: string
  /** the zones that he had before, each until a moment; ascending. Of changes that rules 3 booked. */
  readonly zonesBefore: readonly ZoneBefore[]
  readonly billing: 'postpaid' | 'prepaid'
  readonly class: string
  /** null: the wall clock. */
  readonly clock: string | null
  readonly name: TextRef | null
  readonly email: TextRef | null
  readonly openedAt: Instant
  readonly openedOn: number
  readonly seq: number
  readonly recordedAt: Instant
  readonly maxEffectiveAt: Instant
  readonly rules: number
  /** the terms that he is billed and collected by */
  readonly policy: Policy
  /** operations that wait for their day, in order of their moments */
  readonly scheduled: readonly Scheduled[]
  /** the last message of each kind about him as a whole */
  readonly noticed: Noticed
  /** the moment by which authorisations of payments are judged to have ended */
  readonly now: Instant
  readonly counts: Readonly<Record<Exclude<SubjectKind, 'customer'>, number>>
  readonly cells: Cells
  readonly subjects: ReadonlyMap<string, Subject>
  /** numbers of the charges that stand on no issued invoice. */
  readonly unbilled: Ranges
  readonly charges: ReadonlyMap<number, Charge>
}

export const operatorId = '~operator'

/** A customer before his first record; `currency` null makes the operator's own stream. */
export const blankCustomer = (id: string): Customer => ({
  id,
  currency: null,
  timeZone: 'UTC',
  zonesBefore: [],
  billing: 'postpaid',
  class: 'default',
  clock: null,
  name: null,
  email: null,
  openedAt: 0n,
  openedOn: 0,
  seq: 0,
  recordedAt: 0n,
  maxEffectiveAt: 0n,
  rules: currentRules,
  policy: defaultPolicy,
  scheduled: [],
  noticed: {},
  now: 0n,
  counts: { invoice: 0, payment: 0, credit: 0, allocation: 0, charge: 0, dispute: 0 },
  cells: {},
  subjects: new Map(),
  unbilled: [],
  charges: new Map(),
})
