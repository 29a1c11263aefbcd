import type { CommandOf, CommandOp } from '../../src/engine/asked/command.ts'
import { formatAmount, type Micros } from '../../src/engine/money/amount.ts'
import { findSubject } from '../../src/engine/state/subjects.ts'
import type { Day } from '../../src/engine/time.ts'
import { evaluate, isFigure, statusAt } from '../../src/engine/values/evaluate.ts'
import { dayAt } from '../../src/service/asked/days.ts'
import { act, type Clerk, customerOf, day, micros, recordsOf } from './clerk.ts'
import { type Outcome, textOf } from './ledger.ts'

// Words for what is done to invoices, credits and disputes; without an amount "all of it".

type Rest<O extends CommandOp> = Partial<Omit<CommandOf<O>, 'op'>>
/** The day on which it counts; a day "2026-09-01" of the customer's zone. */
type On = { readonly on?: string }
/** Installments as tests write them: { '2026-10-01': '30', '2026-11-01': '70' }. */
type Parts = Readonly<Record<string, string>>

const amountOrAll = (amount: string | null): Micros | null => (amount === null ? null : micros(amount))
const reasonIn = ({ ledger }: Clerk) => textOf(ledger, 'as he asked')
const today = ({ ledger }: Clerk): Day => dayAt(ledger.now, ledger.zone)

export const installments = (parts: Parts) =>
  Object.entries(parts).map(([dueOn, amount]) => ({ dueOn: day(dueOn), amount: micros(amount) }))

/** Issues an invoice of one line without saying when it is due. */
export const issueByTerms = (
  clerk: Clerk,
  invoice: string,
  amount: string,
  rest: Rest<'issue_invoice'> = {},
): Outcome =>
  act(clerk, {
    op: 'issue_invoice',
    invoice,
    lines: [{ ...lineOf(clerk, amount), xdrId: null }],
    charges: [],
    period: null,
    issuedOn: today(clerk),
    installments: [],
    currency: null,
    ...rest,
  })

/** Drafts an invoice over lines of these amounts and all that is unbilled, unless `charges` says otherwise. */
export const draftOf = (
  clerk: Clerk,
  invoice: string,
  amounts: readonly string[],
  { on, ...rest }: Rest<'draft_invoice'> & On = {},
): Outcome =>
  act(
    clerk,
    {
      op: 'draft_invoice',
      invoice,
      lines: amounts.map((amount) => lineOf(clerk, amount)),
      charges: 'unbilled',
      period: null,
      dueOn: null,
      installments: [],
      currency: null,
      ...rest,
    },
    on === undefined ? {} : { on },
  )

const lineOf = ({ ledger }: Clerk, amount: string) => ({
  description: textOf(ledger, 'a line'),
  amount: micros(amount),
  service: 'subscription',
})

export const addLine = (clerk: Clerk, invoice: string, amount: string): Outcome =>
  act(clerk, { op: 'add_draft_line', invoice, line: lineOf(clerk, amount) })

/** Issues a draft, under its own name unless a number is given. */
export const issueDraft = (clerk: Clerk, draft: string, rest: Rest<'issue_draft'> = {}): Outcome =>
  act(clerk, {
    op: 'issue_draft',
    draft,
    invoice: draft,
    issuedOn: today(clerk),
    ...rest,
  })

/** Gives what remains of a credit note to an invoice by hand. */
export const giveNote = (clerk: Clerk, creditId: string, invoice: string, amount: string): Outcome =>
  act(clerk, {
    op: 'allocate_credit',
    creditId,
    invoice,
    amount: micros(amount),
  })

/** A manual credit, unless it is said to be promotional. */
export const credit = (clerk: Clerk, amount: string, rest: Rest<'book_credit'> = {}): Outcome =>
  act(clerk, {
    op: 'book_credit',
    amount: micros(amount),
    creditKind: 'manual',
    description: null,
    xdrId: null,
    currency: null,
    ...rest,
  })

/** A credit note on an invoice, or on none (null). */
export const creditNote = (
  clerk: Clerk,
  id: string,
  invoice: string | null,
  amount: string,
  { on, ...rest }: Rest<'issue_credit_note'> & On = {},
): Outcome =>
  act(
    clerk,
    {
      op: 'issue_credit_note',
      creditNote: id,
      invoice,
      amount: micros(amount),
      reason: reasonIn(clerk),
      apply: 'oldest_first',
      xdrId: null,
      currency: null,
      ...rest,
    },
    on === undefined ? {} : { on },
  )

export const voidCreditNote = (clerk: Clerk, id: string, deallocate = false): Outcome =>
  act(clerk, {
    op: 'void_credit_note',
    creditNote: id,
    deallocate,
    reason: reasonIn(clerk),
  })

export const writeOff = (
  clerk: Clerk,
  invoice: string,
  amount: string | null = null,
  rest: Rest<'write_off_invoice'> = {},
): Outcome =>
  act(clerk, {
    op: 'write_off_invoice',
    invoice,
    amount: amountOrAll(amount),
    reason: reasonIn(clerk),
    ...rest,
  })

export const undoWriteOff = (clerk: Clerk, invoice: string, amount: string | null = null): Outcome =>
  act(clerk, { op: 'undo_write_off', invoice, amount: amountOrAll(amount) })

export const voidInvoice = (clerk: Clerk, invoice: string, rest: Rest<'void_invoice'> & On = {}): Outcome => {
  const { on, ...other } = rest
  return act(
    clerk,
    {
      op: 'void_invoice',
      invoice,
      reissue: false,
      reason: reasonIn(clerk),
      ...other,
    },
    on === undefined ? {} : { on },
  )
}

export const turnIntoCredit = (clerk: Clerk, invoice: string): Outcome =>
  act(clerk, { op: 'turn_into_credit', invoice })

export const dueOn = (clerk: Clerk, invoice: string, to: string, rest: Rest<'change_due_date'> = {}): Outcome =>
  act(clerk, { op: 'change_due_date', invoice, dueOn: day(to), reason: reasonIn(clerk), ...rest })

/** Opens a dispute; claimed null: the whole invoice. */
export const openDispute = (
  clerk: Clerk,
  disputeId: string,
  invoice: string,
  claimed: string | null = null,
  rest: Rest<'open_dispute'> = {},
): Outcome =>
  act(clerk, {
    op: 'open_dispute',
    disputeId,
    invoice,
    claimed: amountOrAll(claimed),
    agreed: null,
    note: null,
    ...rest,
  })

export const resolve = (
  clerk: Clerk,
  disputeId: string,
  outcome: 'adjusted' | 'rejected',
  rest: Rest<'resolve_dispute'> = {},
): Outcome =>
  act(clerk, {
    op: 'resolve_dispute',
    disputeId,
    outcome,
    amount: null,
    reason: reasonIn(clerk),
    ...rest,
  })

/** Some figures of a dispute today, as `figures` of other subjects, with its status. */
export function disputeOf(clerk: Clerk, id: string, ...wanted: readonly string[]): Record<string, string> {
  const customer = customerOf(clerk)
  const subject = findSubject(customer, 'dispute', id)
  if (subject === undefined) throw new Error(`there is no dispute ${id}`)
  const written = wanted.map((short): [string, string] => {
    const figure = `dispute.${short}`
    if (!isFigure(figure)) throw new Error(`there is no figure ${figure}`)
    return [short, formatAmount(evaluate(customer, figure, subject.ref, today(clerk)) ?? 0n, 2)]
  })
  return { ...Object.fromEntries(written), status: statusAt(customer, 'dispute.status', subject.ref, today(clerk)) }
}

/** The causes of the customer's last event of a type, each as "role type-of-the-record". */
export function causesOf(clerk: Clerk, type: string): string[] {
  const records = recordsOf(clerk)
  const last = records.findLast((record) => record.type === type)
  return (last?.causes ?? []).map(
    ({ role, seq }) => `${role} ${records.find((record) => record.seq === seq)?.type ?? 'nothing'}`,
  )
}
