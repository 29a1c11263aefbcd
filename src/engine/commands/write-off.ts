import type { Decide } from '../asked/command.ts'
import type { Micros } from '../money/amount.ts'
import { applyFreeMoney } from '../planning/apply-money.ts'
import { asWhole, countsLater, takeWhole } from '../planning/as-whole.ts'
import {
  check,
  currencyFine,
  firstBroken,
  named,
  notDraft,
  notVoid,
  positive,
  timely,
  written,
} from '../planning/checks.ts'
import { undoWrittenOff } from '../planning/give-back.ts'
import { draft, openPlan } from '../planning/plan.ts'
import { cellValue } from '../state/subjects.ts'
import { amountOf } from '../values/amounts.ts'

/**
 * Gives up what an invoice still owes, or a part of it; without an amount all of it. Refused above what is outstanding
 * and without a reason (2-domain 2.2).
 */
export const writeOffInvoice: Decide<'write_off_invoice'> = (customer, command, circumstances) => {
  const { reason } = command
  const { subject: invoice, missing } = named(customer, 'invoice', command.invoice)
  const open = invoice === undefined ? 0n : amountOf(customer, 'invoice.outstanding', invoice)
  const amount = command.amount ?? open
  const refusal = firstBroken([
    ...timely(customer, circumstances),
    missing,
    ...(command.amount === null ? [] : [currencyFine(customer, amount), positive(customer, amount)]),
    check(reason !== null, 'reason_required'),
    notDraft(invoice),
    notVoid(invoice),
    check(within(amount, open), 'write_off_exceeds_outstanding', {
      amount: written(customer, amount),
      outstanding: written(customer, open),
    }),
  ])
  if (refusal !== null) return { ok: false, refusal }
  if (invoice === undefined || reason === null) throw new Error('Bug: checked above')
  const { plan } = asWhole(openPlan(customer, circumstances, invoice.bornAt), (trial) => {
    takeWhole(trial, 'outstanding', invoice.ref, amount)
    draft(trial, {
      type: 'invoice_written_off',
      subject: invoice.ref,
      facts: { invoice: invoice.ref, amount, xdrId: 'next', reason, ...countsLater(trial) },
      causes: [{ role: 'operand', seq: invoice.bornSeq }],
    })
  })
  return { ok: true, drafts: plan.drafts }
}

const within = (amount: Micros, most: Micros): boolean => amount > 0n && amount <= most

/**
 * Takes a write-off back, wholly or in part; without an amount all of it. The invoice owes it again, and free money is
 * applied to it. Refused above what is written off.
 */
export const undoWriteOff: Decide<'undo_write_off'> = (customer, command, circumstances) => {
  const { subject: invoice, missing } = named(customer, 'invoice', command.invoice)
  const writtenOff = invoice === undefined ? 0n : cellValue(customer, invoice.ref, 'invoice.written_off')
  const amount = command.amount ?? writtenOff
  const refusal = firstBroken([
    ...timely(customer, circumstances),
    missing,
    ...(command.amount === null ? [] : [currencyFine(customer, amount), positive(customer, amount)]),
    notDraft(invoice),
    check(within(amount, writtenOff), 'write_off_undo_exceeds_written_off', {
      amount: written(customer, amount),
      written_off: written(customer, writtenOff),
    }),
  ])
  if (refusal !== null) return { ok: false, refusal }
  if (invoice === undefined) throw new Error('Bug: checked above')
  const plan = openPlan(customer, circumstances, invoice.bornAt)
  undoWrittenOff(plan, invoice, amount, 'by_hand')
  applyFreeMoney(plan)
  return { ok: true, drafts: plan.drafts }
}
