import type { Decide } from '../asked/command.ts'
import { theCustomer } from '../figures/base.ts'
import { type Check, check, firstBroken, named, timely } from '../planning/checks.ts'
import type { Customer, Subject } from '../state/customer.ts'
import { cellValue } from '../state/subjects.ts'
import { later, textFromDay } from '../time.ts'

/** Lifts limitation and suspension of the customer to the end of a day, with the reason (2-domain 2.5). */
export const liftCollection: Decide<'lift_collection'> = (customer, { until, reason }, circumstances) => {
  const { clock, effectiveAt } = circumstances
  const refusal = firstBroken([
    ...timely(customer, circumstances),
    check(reason !== null, 'reason_required'),
    check(until >= clock.today, 'until_has_passed', { until: textFromDay(until), today: textFromDay(clock.today) }),
  ])
  if (refusal !== null) return { ok: false, refusal }
  if (reason === null) throw new Error('Bug: checked above')
  const facts = { until, reason }
  return {
    ok: true,
    drafts: [{ type: 'collection_lifted', subject: theCustomer, facts, effectiveAt, parent: null, causes: [] }],
  }
}

/** Stops collecting an issued invoice by hand, or goes on with it; with the reason (2-domain 2.4). */
export const setCollection: Decide<'set_collection'> = (customer, command, circumstances) => {
  const { collect, reason } = command
  const { subject: invoice, missing } = named(customer, 'invoice', command.invoice)
  const refusal = firstBroken([
    ...timely(customer, circumstances),
    missing,
    check(reason !== null, 'reason_required'),
    ...(invoice === undefined ? [] : rulesOf(customer, invoice, collect)),
  ])
  if (refusal !== null) return { ok: false, refusal }
  if (invoice === undefined || reason === null) throw new Error('Bug: checked above')
  const since = collect ? invoice.cells['invoice.uncollected_since']?.at : undefined
  const effectiveAt = later(circumstances.effectiveAt, invoice.bornAt, since ?? invoice.bornAt)
  const about = { invoice: invoice.ref, reason }
  const causes = [{ role: 'operand' as const, seq: invoice.bornSeq }]
  const shared = { subject: invoice.ref, effectiveAt, parent: null, causes }
  return {
    ok: true,
    drafts: [
      collect
        ? { type: 'collection_resumed', facts: { ...about, cleared: 0 }, ...shared }
        : { type: 'collection_stopped', facts: { ...about, day: circumstances.effectiveOn }, ...shared },
    ],
  }
}

function rulesOf(customer: Customer, invoice: Subject, collect: boolean): Check[] {
  const isStopped = cellValue(customer, invoice.ref, 'invoice.uncollected_since') !== 0n
  return [
    check(invoice.traits.draft === undefined, 'invoice_is_draft', { invoice: invoice.id }),
    check(isStopped === collect, 'collection_is_so_already', { invoice: invoice.id }),
  ]
}
