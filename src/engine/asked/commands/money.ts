import type { TextRef } from '../../events/slots.ts'
import type { Micros } from '../../money/amount.ts'
import type { Day, Instant } from '../../time.ts'
import type { CommandRow } from './row.ts'

/** What a caller wants of charges, payments and credits. */
export type MoneyCommand =
  | {
      readonly op: 'book_charge'
      readonly amount: Micros
      readonly service: string
      readonly description: TextRef | null
      readonly xdrId: bigint | null
      readonly currency: string | null
    }
  | {
      /** a bundle: each charge an xDR of its own, all of them one operation */
      readonly op: 'book_usage'
      /** `at` left out: it counts when the operation does */
      readonly usage: readonly {
        readonly amount: Micros
        readonly service: string
        readonly xdrId?: bigint
        readonly at?: Instant
      }[]
      /** what of the bundle is not booked: which of its charges, by number from 1, and the rule that it breaks */
      readonly left: readonly Left[]
      readonly currency: string | null
    }
  | {
      readonly op: 'book_credit'
      readonly amount: Micros
      readonly creditKind: 'manual' | 'promotional'
      readonly description: TextRef | null
      readonly xdrId: bigint | null
      readonly currency: string | null
    }
  | ({ readonly op: 'receive_payment' } & Receiving)
  | ({
      readonly op: 'authorise_payment'
      /** the moment from which it is not pending any more, and the last day before it in the customer's zone */
      readonly expires: { readonly at: Instant; readonly on: Day } | null
    } & Receiving)
  /** amount null: all that was authorised */
  | {
      readonly op: 'settle_payment'
      readonly paymentId: string
      readonly amount: Micros | null
    }
  | ({ readonly op: 'fail_payment' } & TakeBack)
  | ({ readonly op: 'void_payment' } & TakeBack)
  | ({ readonly op: 'charge_back_payment' } & TakeBack)
  | ({ readonly op: 'reverse_chargeback' } & TakeBack)
  | ({
      readonly op: 'refund_payment'
      readonly paymentId: string
    } & Refund)
  | ({ readonly op: 'refund_credit'; readonly creditId: string } & Refund)
  | ({ readonly op: 'refund_customer' } & Refund)
  | {
      readonly op: 'issue_credit_note'
      /** the dispute on its invoice that it settles in part */
      readonly dispute?: string
      readonly creditNote: string | null
      readonly invoice: string | null
      readonly amount: Micros
      readonly reason: TextRef | null
      readonly apply: 'oldest_first' | 'none'
      readonly xdrId: bigint | null
      readonly currency: string | null
    }
  | {
      readonly op: 'void_credit_note'
      readonly creditNote: string
      readonly deallocate: boolean
      readonly reason: TextRef | null
    }
  | ({ readonly op: 'allocate_payment'; readonly paymentId: string } & AllocationByHand)
  | {
      readonly op: 'deallocate_payment'
      readonly paymentId: string
      readonly invoice: string
      readonly amount: Micros | null
    }
  | ({ readonly op: 'allocate_credit'; readonly creditId: string } & AllocationByHand)
  | {
      readonly op: 'deallocate_credit'
      readonly creditId: string
      readonly invoice: string
      readonly amount: Micros | null
    }
  | {
      readonly op: 'move_out'
      readonly to: string
      readonly amount: Micros
      readonly reason: TextRef | null
    }
  | {
      readonly op: 'move_in'
      readonly from: string
      readonly creditId: string
      readonly amount: Micros
      readonly reason: TextRef | null
      /** of the other customer */
      readonly currency: string
    }

/** A charge of a bundle that is not booked: its number, which of its members is wrong, and the rule. */
export type Left = { readonly line: number; readonly field: string; readonly code: string }

/** Money that comes in, or is authorised to. */
export type Receiving = {
  readonly paymentId: string | null
  readonly amount: Micros
  readonly method: string | null
  readonly xdrId: bigint | null
  readonly allocate: AllocationWish
  /** hold: what no invoice is chosen for is for a person to allocate; left out: it is applied as free money */
  readonly rest?: 'hold'
  readonly currency: string | null
}

type AllocationByHand = { readonly invoice: string; readonly amount: Micros }

/** How a payment is to be allocated: by a rule, or to chosen invoices. */
export type AllocationWish = 'oldest_first' | 'none' | 'hold' | readonly Share[]

/** Money of a payment that did not come, or is taken back. */
type TakeBack = { readonly paymentId: string; readonly reason: TextRef | null }

/** Money that is paid back; first `deallocate` gives allocations back, `adjust` lowers invoices in the same operation. */
export type Refund = {
  readonly amount: Micros
  readonly deallocate: readonly Share[]
  readonly adjust: readonly Share[]
  readonly reason: TextRef | null
}

type Share = { readonly invoice: string; readonly amount: Micros }

/** A row a command: what is so of it whoever asks. */
export const moneyCommands = {
  book_charge: { takesNothing: true, movesOpening: true },
  book_usage: { takesNothing: true, inPart: true },
  book_credit: { takesNothing: true, movesOpening: true },
  receive_payment: { about: ['payment_received'], movesOpening: true },
  authorise_payment: { movesOpening: true },
  settle_payment: { about: ['payment_settled'] },
  fail_payment: { about: ['payment_failed', 'authorisation_failed'] },
  void_payment: { about: ['payment_voided'] },
  charge_back_payment: { about: ['payment_charged_back'] },
  reverse_chargeback: { about: ['chargeback_reversed'] },
  refund_payment: { about: ['payment_refunded'] },
  refund_credit: { about: ['credit_refunded'] },
  refund_customer: { about: ['payment_refunded', 'credit_refunded'], ofCustomer: true },
  issue_credit_note: { about: ['credit_note_issued'], movesOpening: true },
  void_credit_note: { about: ['credit_note_voided'] },
  allocate_payment: { about: ['payment_allocated'] },
  deallocate_payment: {},
  allocate_credit: { about: ['credit_allocated'] },
  deallocate_credit: {},
  move_out: { about: ['payment_moved_out', 'credit_moved_out'], ofCustomer: true },
  move_in: {},
} as const satisfies Readonly<Record<MoneyCommand['op'], CommandRow>>
