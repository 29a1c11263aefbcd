import type { EventType } from '../../events/effects.ts'
import type { Code, Facts, TextRef } from '../../events/slots.ts'
import type { Ref } from '../../figures/base.ts'
import type { MessageKind } from '../../policy/policy.ts'
import type { Day } from '../../time.ts'
import type { CommandRow } from './row.ts'

/** What the ledger asks of itself. */
export type UpkeepCommand =
  | { readonly op: 'evaluate_day'; readonly day: Day }
  | { readonly op: 'erase_text'; readonly textId: string; readonly reason: TextRef }
  | { readonly op: 'join_clock'; readonly clock: string }
  | { readonly op: 'adopt_rules'; readonly rules: number }
  | {
      readonly op: 'settle_message'
      readonly messageSeq: number
      /** the root of the chain that queued it */
      readonly rootSeq: number
      readonly template: MessageKind
      /** what the message is about */
      readonly about: Ref
      /** deferred: this attempt failed, another will follow */
      readonly outcome: 'message_sent' | 'message_failed' | 'message_withheld' | 'message_deferred'
      /** attempts so far, this one included */
      readonly attempt: number
      readonly because: Code | null
      readonly detail: TextRef | null
    }
  /** a doing of the operator (users, keys, clocks, imports, runs): one event of `~operator`. */
  | { readonly op: 'record_doing'; readonly type: EventType; readonly facts: Facts }

/** A row a command: what is so of it whoever asks. */
export const upkeepCommands = {
  evaluate_day: { about: ['day_evaluated'], bySystem: true },
  erase_text: { takesNothing: true },
  join_clock: { bySystem: true },
  adopt_rules: { bySystem: true },
  settle_message: { bySystem: true },
  record_doing: { bySystem: true },
} as const satisfies Readonly<Record<UpkeepCommand['op'], CommandRow>>
