import type { Decide } from '../asked/command.ts'
import { takenOf } from '../asked/taken.ts'
import type { Ref } from '../figures/base.ts'
import {
  type Check,
  check,
  firstBroken,
  isDraft,
  named,
  numberFree,
  sameCurrency,
  timely,
  withinLimit,
} from '../planning/checks.ts'
import { chargesTaken, lostCharges, namedBy, periodOf, unavailableCharges } from '../planning/issuing/charges-taken.ts'
import { dueOnOf, issueChecks, termChecks } from '../planning/issuing/issue-checks.ts'
import { draftIssue, type Issuing } from '../planning/issuing/issuing.ts'
import { draft, openPlan } from '../planning/plan.ts'
import type { Subject } from '../state/customer.ts'

/**
 * Writes down an invoice that is not issued yet: its lines, the charges that it will take, its terms. It moves no money
 * and owes nothing (2-domain 2.2). Refused: number in use, terms that cannot hold, a named charge that is not unbilled.
 */
export const draftInvoice: Decide<'draft_invoice'> = (customer, command, circumstances) => {
  const { charges, dueOn, period, installments, lines } = command
  const refusal = firstBroken([
    ...timely(customer, circumstances),
    numberFree(customer, command.invoice),
    sameCurrency(customer, command.currency),
    ...lines.map((line) => withinLimit(line.amount)),
    ...unavailableCharges(customer, charges),
    ...termChecks(customer, { period, installments, wished: dueOn }),
  ])
  if (refusal !== null) return { ok: false, refusal }
  const plan = openPlan(customer, circumstances)
  const invoice: Ref = { kind: 'invoice', no: customer.counts.invoice + 1 }
  const named = takenOf(customer.charges.values(), namedBy(customer, charges)).charges
  draft(plan, {
    type: 'invoice_drafted',
    subject: invoice,
    facts: {
      invoice,
      id: command.invoice ?? { next: 'draft' },
      takes: charges === 'unbilled' ? 'unbilled' : 'named',
      ...(named.length === 0 ? {} : { charges: named }),
      ...(dueOn === null ? {} : { dueOn }),
      ...(installments.length === 0 ? {} : { installments }),
      ...(period === null ? {} : { periodFrom: period.from, periodTo: period.to }),
    },
  })
  for (const line of lines) draft(plan, { type: 'draft_line_added', subject: invoice, facts: { invoice, ...line } })
  return { ok: true, drafts: plan.drafts }
}

const stillDraft = (invoice: Subject | undefined): Check =>
  check(invoice === undefined || isDraft(invoice), 'invoice_is_no_draft', { invoice: invoice?.id ?? null })

/** Adds a line to a draft; the same one once more is another line. Refused on what is issued or void. */
export const addDraftLine: Decide<'add_draft_line'> = (customer, { invoice, line }, circumstances) => {
  const { subject, missing } = named(customer, 'invoice', invoice)
  const refusal = firstBroken([
    ...timely(customer, circumstances),
    missing,
    withinLimit(line.amount),
    stillDraft(subject),
  ])
  if (refusal !== null) return { ok: false, refusal }
  if (subject === undefined) throw new Error('Bug: checked above')
  const plan = openPlan(customer, circumstances, subject.bornAt)
  draft(plan, {
    type: 'draft_line_added',
    subject: subject.ref,
    facts: { invoice: subject.ref, ...line },
    causes: [{ role: 'operand', seq: subject.bornSeq }],
  })
  return { ok: true, drafts: plan.drafts }
}

/**
 * Issues a draft under its number, as an invoice given at once would be. Refused: no draft any more, number in use, due
 * before issue, installments that do not add up to what it comes to, a named charge that another invoice took meanwhile.
 */
export const issueDraft: Decide<'issue_draft'> = (customer, command, circumstances) => {
  const { subject, missing } = named(customer, 'invoice', command.draft)
  const first = [
    ...timely(customer, circumstances),
    missing,
    ...(command.invoice === subject?.id ? [] : [numberFree(customer, command.invoice)]),
    stillDraft(subject),
  ]
  const contents = subject?.traits.draft
  const unfit = firstBroken(first)
  if (unfit !== null) return { ok: false, refusal: unfit }
  if (subject === undefined || contents === undefined) throw new Error('Bug: checked above')

  const taken = chargesTaken(customer, command, circumstances)
  const { installments = [] } = subject.traits
  const wished = command.dueOn === undefined ? (contents.dueOn ?? undefined) : command.dueOn
  const issuing: Issuing = {
    ...command,
    invoice: subject.ref,
    number: command.invoice,
    lines: contents.lines.map((line) => ({ ...line, xdrId: null })),
    taken,
    period: periodOf(contents),
    dueOn: dueOnOf(customer, command.issuedOn, wished, installments),
    installments,
    causes: [{ role: 'operand', seq: subject.bornSeq }],
  }
  const refusal = firstBroken([
    ...lostCharges(customer, contents),
    ...issueChecks(customer, issuing, command.dueOn ?? null),
  ])
  if (refusal !== null) return { ok: false, refusal }
  const plan = openPlan(customer, circumstances, subject.bornAt, taken.latest ?? subject.bornAt)
  draftIssue(plan, issuing)
  return { ok: true, drafts: plan.drafts }
}
