import type { CommandOf, Decide } from '../asked/command.ts'
import { check, firstBroken, named, notDraft, notVoid, timely } from '../planning/checks.ts'
import type { Subject } from '../state/customer.ts'
import { cellValue } from '../state/subjects.ts'
import { later, textFromDay } from '../time.ts'

/**
 * Gives an issued invoice another due date, also in place of its installments. Refused without a reason and before the
 * day of issue; the due date that it has already is left alone.
 */
export const changeDueDate: Decide<'change_due_date'> = (customer, command, circumstances) => {
  const { dueOn, reason } = command
  const { subject: invoice, missing } = named(customer, 'invoice', command.invoice)
  const issuedOn = invoice === undefined ? dueOn : Number(cellValue(customer, invoice.ref, 'invoice.issued_on'))
  const refusal = firstBroken([
    ...timely(customer, circumstances),
    missing,
    check(reason !== null, 'reason_required'),
    check(dueOn >= issuedOn, 'due_before_issue', { issued_on: textFromDay(issuedOn), due_on: textFromDay(dueOn) }),
    notDraft(invoice),
    notVoid(invoice),
  ])
  if (refusal !== null) return { ok: false, refusal }
  if (invoice === undefined || reason === null) throw new Error('Bug: checked above')
  if (isDueThen(invoice, command)) return { ok: true, drafts: [] }
  const facts = { invoice: invoice.ref, dueOn, reason }
  const effectiveAt = later(circumstances.effectiveAt, invoice.bornAt)
  const causes = [{ role: 'corrects' as const, seq: invoice.bornSeq }]
  return {
    ok: true,
    drafts: [{ type: 'due_date_changed', subject: invoice.ref, facts, effectiveAt, parent: null, causes }],
  }
}

const isDueThen = ({ cells, traits }: Subject, { dueOn }: CommandOf<'change_due_date'>): boolean =>
  (traits.installments ?? []).length === 0 && cells['invoice.due_on']?.value === BigInt(dueOn)
