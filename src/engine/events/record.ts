import type { BaseFigureName, Ref } from '../figures/base.ts'
import type { StoredFigureName } from '../figures/names.ts'
import type { Instant } from '../time.ts'
import type { DecisionType } from './decisions.ts'
import type { EventType } from './effects.ts'
import type { MessageType } from './messages.ts'
import type { Facts } from './slots.ts'

/** An effect: what an event did to one base figure. `beforeSeq` is the record that had set `before`; 0 when none had. */
export type Effect = {
  readonly figure: BaseFigureName
  readonly subject: Ref
  readonly before: bigint | null
  readonly after: bigint
  readonly beforeSeq: number
}

/** A value that a formula used, and the record that set it. In a sum over subjects, the movers' values are their deltas. */
export type Operand = { readonly figure: string; readonly subject: Ref; readonly value: bigint; readonly seq: number }

/** What one named condition of a status formula said. */
export type Verdict = { readonly case: number; readonly condition: number; readonly holds: boolean }

export type CauseRole = 'triggered' | 'operand' | 'funded' | 'reverses' | 'corrects' | 'agreed'
export const causeRoles: Readonly<Record<CauseRole, number>> = {
  triggered: 1,
  operand: 2,
  funded: 3,
  reverses: 4,
  corrects: 5,
  agreed: 6,
}

/** An edge to an earlier record; the parent is not among them (`parentSeq`). */
export type Cause = { readonly role: CauseRole; readonly seq: number; readonly customerId?: string }

type Header = {
  readonly seq: number
  /** UUIDv7 that names the record: the operation's id plus the record's index in it. */
  readonly eventId: string
  readonly rootSeq: number
  /** null for the first record of an operation. */
  readonly parentSeq: number | null
  readonly subject: Ref
  readonly effectiveAt: Instant
  readonly recordedAt: Instant
  /** its effectiveAt is earlier than the greatest one before it. */
  readonly late: boolean
  readonly causes: readonly Cause[]
  /** SHA-256 of command, actor, channel, reference and rules; on the first record of an operation only. */
  readonly digest: Uint8Array | null
}

export type EventRecord = Header & {
  readonly kind: 'event'
  readonly type: EventType
  readonly facts: Facts
  readonly effects: readonly Effect[]
  /** the customer's balance after it in order of recording; null in the operator's own stream. */
  readonly balanceAfter: bigint | null
}

export type ChangeRecord = Header & {
  readonly kind: 'change'
  readonly type: 'amount_changed' | 'status_changed'
  readonly figure: StoredFigureName
  /** micros, or the number of a status; null when there was none before. */
  readonly before: bigint | null
  readonly after: bigint
  readonly beforeSeq: number
  readonly operands: readonly Operand[]
  readonly verdicts: readonly Verdict[]
}

/** A step of collection that fell due and was not taken, with the reason; nothing moved. */
export type DecisionRecord = Header & { readonly kind: 'decision'; readonly type: DecisionType; readonly facts: Facts }

export type MessageRecord = Header & { readonly kind: 'message'; readonly type: MessageType; readonly facts: Facts }

/** One stored line of a customer's log (3-records 3.1). */
export type LedgerRecord = EventRecord | ChangeRecord | DecisionRecord | MessageRecord
