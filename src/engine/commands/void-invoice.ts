import type { CommandOf, Decide } from '../asked/command.ts'
import type { Code } from '../events/slots.ts'
import { refKey } from '../figures/base.ts'
import { applyFreeMoney } from '../planning/apply-money.ts'
import { check, firstBroken, isDraft, named, notVoid, timely } from '../planning/checks.ts'
import { heldAllocations, ofFund, onInvoice, releaseNewest } from '../planning/give-back.ts'
import { bookAgain, fewEnough } from '../planning/issuing/reissue.ts'
import { draft, leftIn, openPlan, type Plan, shift } from '../planning/plan.ts'
import type { Customer, Subject } from '../state/customer.ts'
import { cellValue, subjectsOf } from '../state/subjects.ts'
import { later } from '../time.ts'
import { worthOf } from './adjust-invoice.ts'
import { voidNote } from './void-note.ts'

/**
 * Voids an invoice: its own credit is withdrawn, credit notes on it are voided, both released where they were applied,
 * money on it is given back newest first, and it owes nothing any more (2-domain 2.2). With `reissue` its charges are
 * booked again, unbilled. Refused: twice, parts written off, money on it (policy void_paid: reject), a credit of it
 * refunded or moved in part. A draft is just given up, also without a reason.
 */
export const voidInvoice: Decide<'void_invoice'> = (customer, command, circumstances) => {
  const { subject: invoice, missing } = named(customer, 'invoice', command.invoice)
  const refusal = firstBroken([
    ...timely(customer, circumstances),
    missing,
    check(command.reason !== null || (invoice !== undefined && isDraft(invoice)), 'reason_required'),
    notVoid(invoice),
    ...(invoice === undefined ? [] : voidChecks(customer, invoice)),
    ...(invoice === undefined || !command.reissue ? [] : [fewEnough(invoice)]),
  ])
  if (refusal !== null) return { ok: false, refusal }
  if (invoice === undefined) throw new Error('Bug: checked above')
  const plan = openPlan(customer, circumstances, invoice.bornAt)
  if (!isDraft(invoice)) giveBack(plan, invoice, command)
  takeOff(plan, invoice, command, circumstances.effectiveOn)
  withdrawCredit(plan, invoice)
  if (command.reissue) bookAgain(plan, invoice)
  if (!isDraft(invoice)) applyFreeMoney(plan)
  return { ok: true, drafts: plan.drafts }
}

function voidChecks(customer: Customer, invoice: Subject) {
  const facts = { invoice: invoice.id }
  const own = new Set(creditsOf(customer, invoice).map((credit) => refKey(credit.ref)))
  const money = subjectsOf(customer, 'allocation').filter(
    (one) => onInvoice(invoice.ref)(one) && one.source !== null && !own.has(refKey(one.source)),
  )
  const isPaid = money.some((one) => cellValue(customer, one.ref, 'allocation.amount') > 0n)
  return [
    check(cellValue(customer, invoice.ref, 'invoice.written_off') === 0n, 'invoice_is_written_off', facts),
    check(customer.policy.voidPaid === 'allow' || !isPaid, 'invoice_is_paid', facts),
    check(
      creditsOf(customer, invoice).every(
        ({ ref }) => cellValue(customer, ref, 'credit.refunded') + cellValue(customer, ref, 'credit.moved') === 0n,
      ),
      'credit_of_invoice_is_used',
      facts,
    ),
  ]
}

/** The credits that came from an invoice and are not void: of its negative total, and the notes on it. */
const creditsOf = (customer: Customer, invoice: Subject): Subject[] =>
  subjectsOf(customer, 'credit').filter(
    (one) =>
      one.source !== null &&
      refKey(one.source) === refKey(invoice.ref) &&
      cellValue(customer, one.ref, 'credit.amount') > cellValue(customer, one.ref, 'credit.voided'),
  )

/** Gives back all that stands against the invoice, and takes back its credits where they were applied. */
function giveBack(plan: Plan, invoice: Subject, { reason }: CommandOf<'void_invoice'>): void {
  const credits = creditsOf(plan.customer, invoice)
  const notes = credits.filter((credit) => credit.traits.origin === 'credit_note')
  for (const own of credits) if (!notes.includes(own)) releaseAll(plan, ofFund(own.ref), 'credit_withdrawn')
  for (const note of notes) {
    releaseAll(plan, ofFund(note.ref), 'credit_note_voided')
    voidNote(plan, note, reason)
  }
  releaseAll(plan, onInvoice(invoice.ref), 'invoice_voided')
}

function releaseAll(plan: Plan, test: (allocation: Subject) => boolean, rule: Code): void {
  const held = heldAllocations(plan, test)
  const all = held.reduce((sum, one) => sum + leftIn(plan.allocated, one.ref), 0n)
  releaseNewest(plan, held, all, rule)
}

/**
 * Takes off what the invoice is worth. Its own credit is withdrawn after that: the other way round the invoice would owe
 * less than nothing between the two.
 */
function takeOff(plan: Plan, invoice: Subject, { reason }: CommandOf<'void_invoice'>, day: number): void {
  const amount = worthOf(plan.customer, invoice)
  shift(plan, 'outstanding', invoice.ref, -amount)
  draft(plan, {
    type: 'invoice_voided',
    subject: invoice.ref,
    facts: {
      invoice: invoice.ref,
      amount,
      ...(isDraft(invoice) ? {} : { xdrId: 'next' as const }),
      day,
      ...(reason === null ? {} : { reason }),
    },
    causes: [{ role: 'reverses', seq: invoice.bornSeq }],
  })
}

function withdrawCredit(plan: Plan, invoice: Subject): void {
  for (const credit of creditsOf(plan.customer, invoice)) {
    if (credit.traits.origin !== 'negative_invoice') continue
    const amount = leftIn(plan.free, credit.ref)
    const effectiveAt = later(plan.effectiveAt, credit.bornAt)
    shift(plan, 'free', credit.ref, -amount, effectiveAt)
    shift(plan, 'outstanding', invoice.ref, -amount, effectiveAt)
    draft(plan, {
      type: 'credit_withdrawn',
      subject: credit.ref,
      facts: { credit: credit.ref, invoice: invoice.ref, amount },
      effectiveAt,
      causes: [{ role: 'reverses', seq: credit.bornSeq }],
    })
  }
}
