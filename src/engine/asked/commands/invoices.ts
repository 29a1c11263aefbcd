import type { TextRef } from '../../events/slots.ts'
import type { Micros } from '../../money/amount.ts'
import type { Installment } from '../../state/customer.ts'
import type { Day } from '../../time.ts'
import type { CommandRow } from './row.ts'

/** What a caller wants of an invoice. */
export type InvoiceCommand =
  | {
      readonly op: 'issue_invoice'
      readonly invoice: string | null
      readonly lines: readonly {
        readonly description: TextRef
        readonly amount: Micros
        readonly service: string
        readonly xdrId: bigint | null
      }[]
      /** xDR ids of booked charges to take; 'unbilled' takes all that count by then. */
      readonly charges: 'unbilled' | readonly bigint[]
      readonly period: Period | null
      readonly issuedOn: Day
      /** undefined: by the payment terms of the policy, where it has any; null: never due */
      readonly dueOn?: Day | null
      readonly installments: readonly Installment[]
      /** the day from which another biller has collected it */
      readonly collectionSince?: Day
      readonly currency: string | null
    }
  | {
      readonly op: 'draft_invoice'
      readonly invoice: string | null
      readonly lines: readonly DraftLine[]
      readonly charges: 'unbilled' | readonly bigint[]
      readonly period: Period | null
      readonly dueOn: Day | null
      readonly installments: readonly Installment[]
      readonly currency: string | null
    }
  | { readonly op: 'add_draft_line'; readonly invoice: string; readonly line: DraftLine }
  | {
      readonly op: 'issue_draft'
      /** the name of the draft, and the number that the invoice gets; null: the next of its sequence */
      readonly draft: string
      readonly invoice: string | null
      readonly issuedOn: Day
      readonly dueOn?: Day | null
    }
  | {
      readonly op: 'adjust_invoice'
      readonly invoice: string
      readonly amount: Micros
      readonly reason: TextRef | null
      readonly dispute: string | null
      readonly xdrId: bigint | null
      readonly currency: string | null
    }
  | {
      readonly op: 'write_off_invoice'
      readonly invoice: string
      readonly amount: Micros | null
      readonly reason: TextRef | null
    }
  | {
      readonly op: 'undo_write_off'
      readonly invoice: string
      readonly amount: Micros | null
    }
  | {
      readonly op: 'void_invoice'
      readonly invoice: string
      readonly reissue: boolean
      readonly reason: TextRef | null
    }
  /** turns a kept negative total into a credit */
  | { readonly op: 'turn_into_credit'; readonly invoice: string }
  | {
      readonly op: 'change_due_date'
      readonly invoice: string
      readonly dueOn: Day
      readonly reason: TextRef | null
    }

type Period = { readonly from: Day; readonly to: Day }

type DraftLine = { readonly description: TextRef; readonly amount: Micros; readonly service: string }

/** A row a command: what is so of it whoever asks. */
export const invoiceCommands = {
  issue_invoice: { about: ['invoice_issued'], movesOpening: true, bills: 'asked' },
  draft_invoice: {},
  add_draft_line: {},
  issue_draft: { about: ['invoice_issued'], bills: 'drafted' },
  adjust_invoice: { about: ['invoice_adjusted'] },
  write_off_invoice: { about: ['invoice_written_off'] },
  undo_write_off: { about: ['write_off_undone'] },
  void_invoice: { about: ['invoice_voided'] },
  turn_into_credit: {},
  change_due_date: { takesNothing: true },
} as const satisfies Readonly<Record<InvoiceCommand['op'], CommandRow>>
