import type { BookingCircumstances } from '../asked/circumstances.ts'
import type { NamedDraft } from '../asked/draft.ts'
import type { Cause, LedgerRecord } from '../events/record.ts'
import type { Code } from '../events/slots.ts'
import { type Ref, refKey } from '../figures/base.ts'
import type { Customer } from '../state/customer.ts'
import { withSameFigures } from '../state/once-per-state.ts'
import { type OwnCustomer, own } from '../state/own.ts'
import { type Instant, later } from '../time.ts'

/** The working copy of one booking, private to `book`: the state so far and the records written. */
export type Page = {
  readonly circumstances: BookingCircumstances
  readonly recordedAt: Instant
  readonly firstSeq: number
  /** the customer as he was before */
  readonly before: Customer
  customer: OwnCustomer
  readonly records: LedgerRecord[]
  /** the messages on it: kind and subject */
  readonly messages: Set<string>
  /** seq of each draft, by its index. */
  readonly draftSeqs: number[]
  /** the record from which all others of the operation hang, by what is written so far */
  rootSeq: number
  withinLimit: boolean
}

export const openPage = (customer: Customer, circumstances: BookingCircumstances): Page => ({
  circumstances,
  recordedAt: later(circumstances.recordedAt, customer.recordedAt + 1n),
  firstSeq: customer.seq + 1,
  before: customer,
  customer: { ...own(customer), now: later(customer.maxEffectiveAt, circumstances.effectiveAt) },
  records: [],
  messages: new Set(),
  draftSeqs: [],
  rootSeq: customer.seq + 1,
  withinLimit: true,
})

export type Header = Omit<Extract<LedgerRecord, { kind: 'message' }>, 'kind' | 'type' | 'facts'>

/** The header of the next record of this page. */
export function nextHeader(
  page: Page,
  of: { subject: Ref; effectiveAt: Instant; parentSeq: number | null; causes: readonly Cause[] },
): Header {
  const index = page.records.length
  return {
    seq: page.firstSeq + index,
    eventId: recordName(page.circumstances.operationId, index),
    rootSeq: page.rootSeq,
    parentSeq: of.parentSeq,
    subject: of.subject,
    effectiveAt: of.effectiveAt,
    recordedAt: page.recordedAt,
    late: page.customer.seq > 0 && of.effectiveAt < page.customer.maxEffectiveAt,
    causes: of.causes,
    digest: index === 0 ? page.circumstances.digest : null,
  }
}

/** The header of a draft: its causes as seqs; its parent is put in when all drafts are numbered (`hang`). */
export const header = (page: Page, draft: NamedDraft): Header =>
  nextHeader(page, {
    subject: draft.subject,
    effectiveAt: draft.effectiveAt,
    // put in when all drafts are numbered
    parentSeq: null,
    causes: draft.causes.map((cause) => ({
      role: cause.role,
      seq: 'seq' in cause ? cause.seq : seqOfDraft(page, cause.draft),
    })),
  })

/** The seq of a draft that is written. */
export function seqOfDraft(page: Page, index: number): number {
  const seq = page.draftSeqs[index]
  if (seq === undefined) throw new Error('Bug: a draft names one that is not written yet')
  return seq
}

/** Names the messages of a kind about a subject. */
export const messageKey = (template: Code | null, about: Ref): string => `${template} ${refKey(about)}`

/** The greatest effectiveAt with one more record; the first one decides alone, whatever its year. */
export const latestWith = (customer: Customer, record: LedgerRecord): Instant =>
  customer.seq === 0 ? record.effectiveAt : later(record.effectiveAt, customer.maxEffectiveAt)

/** Puts a record on the page and moves the head of the customer past it. */
export function write(page: Page, record: LedgerRecord): void {
  page.records.push(record)
  if (record.kind === 'message') page.messages.add(messageKey(record.facts.template ?? null, record.subject))
  const { customer } = page
  page.customer = withSameFigures(customer, {
    ...customer,
    seq: record.seq,
    recordedAt: record.recordedAt,
    maxEffectiveAt: latestWith(customer, record),
  })
}

/** The operation's UUIDv7, whose last 16 bits are 0, plus the record's index, within the last group of 48 bits. */
export function recordName(operationId: string, index: number): string {
  if (!operationId.endsWith('0000')) throw new Error('Bug: an operation id ends in 16 zero bits')
  if (index <= 0xffff) return operationId.slice(0, -4) + index.toString(16).padStart(4, '0')
  const last = (Number.parseInt(operationId.slice(-12), 16) + index) % 2 ** 48
  return operationId.slice(0, -12) + last.toString(16).padStart(12, '0')
}
