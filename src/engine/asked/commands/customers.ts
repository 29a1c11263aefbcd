import type { TextRef } from '../../events/slots.ts'
import type { Micros } from '../../money/amount.ts'
import type { Day, Instant } from '../../time.ts'
import type { CommandRow } from './row.ts'

/** What a caller wants of a customer: who he is, his terms, what is written about him. */
export type CustomerCommand =
  | {
      readonly op: 'open_customer'
      readonly customerId: string
      readonly name: TextRef
      readonly email: TextRef | null
      readonly currency: string
      readonly timeZone: string
      readonly billing: 'postpaid' | 'prepaid'
      readonly class: string
      readonly clock: string | null
      readonly creditLimit: Micros | null
      /** off: what his clock tells is history, and nothing is collected before he joins the wall clock */
      readonly collection?: 'off'
    }
  | {
      readonly op: 'change_details'
      readonly name: TextRef | null
      readonly email: TextRef | null
      readonly class: string | null
      readonly timeZone: string | null
    }
  /** to the moment of the operation */
  | { readonly op: 'move_opening'; readonly reason: TextRef | null }
  | {
      readonly op: 'change_credit_limit'
      readonly limit: Micros
      /** the last day of a temporary limit; null: from now on */
      readonly until: Day | null
      readonly reason: TextRef | null
    }
  | {
      readonly op: 'set_customer_status'
      readonly set: 'blocked' | 'closed' | 'active'
      readonly reason: TextRef | null
    }
  | {
      readonly op: 'add_note'
      readonly note: TextRef
      readonly noteKind: 'note' | 'dispute'
      /** what the note is about: null the customer, else a subject by its id. */
      readonly about: { readonly kind: 'invoice' | 'payment' | 'credit' | 'dispute'; readonly id: string } | null
      readonly agreed: Micros | null
    }
  | {
      readonly op: 'open_dispute'
      readonly disputeId: string | null
      readonly invoice: string
      /** null: the whole invoice */
      readonly claimed: Micros | null
      readonly agreed: Micros | null
      readonly note: TextRef | null
    }
  | {
      readonly op: 'resolve_dispute'
      readonly disputeId: string
      readonly outcome: 'adjusted' | 'rejected'
      /** what is still to be taken off (above 0); null: what was agreed and is not booked yet */
      readonly amount: Micros | null
      readonly reason: TextRef | null
    }
  | { readonly op: 'lift_collection'; readonly until: Day; readonly reason: TextRef | null }
  | {
      readonly op: 'set_collection'
      readonly invoice: string
      readonly collect: boolean
      readonly reason: TextRef | null
    }
  | { readonly op: 'adopt_policy'; readonly version: number; readonly policy: string }
  | {
      readonly op: 'schedule_operation'
      readonly id: string | null
      readonly of: string
      readonly dueAt: Instant
      readonly dueOn: Day
      /** salted hashes of what was asked and of the caller, who stand beside the log; 32 bytes each */
      readonly asked?: Uint8Array
      readonly askedBy?: Uint8Array
    }
  | {
      readonly op: 'end_scheduled'
      readonly id: string
      readonly outcome: 'done' | 'failed' | 'cancelled'
      readonly refusal: string | null
      readonly reason: TextRef | null
    }

/** A row a command: what is so of it whoever asks. */
export const customerCommands = {
  open_customer: { takesNothing: true },
  change_details: { takesNothing: true },
  move_opening: {},
  change_credit_limit: { takesNothing: true },
  set_customer_status: { takesNothing: true },
  add_note: { takesNothing: true, movesOpening: true },
  open_dispute: {},
  resolve_dispute: { about: ['dispute_resolved', 'dispute_rejected'] },
  lift_collection: { takesNothing: true },
  set_collection: { takesNothing: true },
  adopt_policy: { bySystem: true },
  schedule_operation: { bySystem: true },
  end_scheduled: { bySystem: true },
} as const satisfies Readonly<Record<CustomerCommand['op'], CommandRow>>
