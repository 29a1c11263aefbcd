import type { BookingCircumstances } from '../asked/circumstances.ts'
import type { NamedDraft } from '../asked/draft.ts'
import { shownBy } from '../asked/draft.ts'
import { type Refusal, refuse } from '../asked/refusals.ts'
import { type DecisionType, decisionTypes } from '../events/decisions.ts'
import type { EventType } from '../events/effects.ts'
import { type MessageType, messageTypes } from '../events/messages.ts'
import type { EventRecord, LedgerRecord } from '../events/record.ts'
import { theCustomer } from '../figures/base.ts'
import { isWithinLimit } from '../money/amount.ts'
import { applied, effectsOf } from '../state/apply.ts'
import type { Customer, Subject } from '../state/customer.ts'
import { originOf, settled } from '../state/own.ts'
import { evaluate } from '../values/evaluate.ts'
import { amountChanges, feedingAmounts } from './changes.ts'
import { collect } from './collect.ts'
import { hang } from './hang.ts'
import { assertBooks } from './identities.ts'
import { notify } from './notify.ts'
import { header, openPage, type Page, write } from './page.ts'
import { statusChanges } from './status-changes.ts'

/** What booking gives: the records in order, the next state, and the subjects that are new or changed. */
export type Booking =
  | {
      readonly ok: true
      readonly records: readonly LedgerRecord[]
      readonly customer: Customer
      readonly touched: readonly Subject[]
    }
  | { readonly ok: false; readonly refusal: Refusal }

/**
 * Books decided events: applies their effects, recomputes the amounts that follow after each event, and statuses and
 * messages once after the last, so that nothing flickers. The state handed in stays as it was. Refuses amounts or
 * figures beyond 10^12; throws where an identity would break, for that is a bug and must stop the operation.
 */
export function book(customer: Customer, drafts: readonly NamedDraft[], circumstances: BookingCircumstances): Booking {
  const page = openPage(customer, onTheDayShown(drafts, circumstances))
  for (const draft of drafts) {
    if (isMessage(draft.type)) writeOutcome(page, draft, draft.type)
    else if (isDecision(draft.type)) writeDecision(page, draft, draft.type)
    else writeEvent(page, draft, draft.type)
    if (!page.withinLimit) return refuse('amount_too_large', { at_most: '1000000000000' })
  }
  if (drafts.length > 0) hang(page, drafts)
  statusChanges(page)
  notify(page)
  collect(page)
  const touched = touchedBy(page)
  assertBooks(page.customer, touched)
  // a state of its own: what was worked out for the page may be older than its last messages
  return { ok: true, records: page.records, customer: settled({ ...page.customer }), touched }
}

/** The subjects that are not what they were before, in the order of the state. */
function touchedBy({ before, customer }: Page): Subject[] {
  const [was, is] = [before.subjects, customer.subjects]
  if (was === is) return []
  const origin = originOf(is)
  const touched: Subject[] = []
  for (const key of origin?.from === was ? inOrderOf(was, is, origin.keys) : is.keys()) {
    const subject = is.get(key)
    if (subject !== undefined && was.get(key) !== subject) touched.push(subject)
  }
  return touched
}

/** Keys in the order of a map: what is new stands at its end, in the order in which it came. */
function inOrderOf(was: Customer['subjects'], is: Customer['subjects'], keys: ReadonlySet<string>): Iterable<string> {
  const known = [...keys].filter((key) => was.has(key))
  if (known.length > 1) return is.keys().filter((key) => keys.has(key))
  return [...known, ...[...keys].filter((key) => !was.has(key))]
}

/** What a change of the zone does is of the day that the new zone shows. */
function onTheDayShown(drafts: readonly NamedDraft[], circumstances: BookingCircumstances): BookingCircumstances {
  const shown = shownBy(drafts)
  return shown === undefined ? circumstances : { ...circumstances, effectiveOn: shown, latestOn: shown }
}

const isMessage = (type: NamedDraft['type']): type is MessageType => Object.hasOwn(messageTypes, type)

const isDecision = (type: NamedDraft['type']): type is DecisionType => Object.hasOwn(decisionTypes, type)

function writeEvent(page: Page, draft: NamedDraft, type: EventType): void {
  const draftedEvent = { type, facts: draft.facts, effectiveAt: draft.effectiveAt }
  const effects = effectsOf(page.customer, draftedEvent)
  const before = feedingAmounts(page.customer, effects)
  const head = header(page, draft)
  const after = applied(page.customer, { ...draftedEvent, seq: head.seq }, effects)
  const balance = after.currency === null ? null : evaluate(after, 'customer.balance', theCustomer, 0)
  const record: EventRecord = { ...head, kind: 'event', type, facts: draft.facts, effects, balanceAfter: balance }
  page.customer = after
  write(page, record)
  page.draftSeqs.push(record.seq)
  if (!isWithinLimit(balance ?? 0n) || !effects.every((effect) => isWithinLimit(effect.after))) page.withinLimit = false
  amountChanges(page, before, record)
}

function writeDecision(page: Page, draft: NamedDraft, type: DecisionType): void {
  const record: LedgerRecord = { ...header(page, draft), kind: 'decision', type, facts: draft.facts }
  write(page, record)
  page.draftSeqs.push(record.seq)
}

function writeOutcome(page: Page, draft: NamedDraft, type: MessageType): void {
  const record: LedgerRecord = { ...header(page, draft), kind: 'message', type, facts: draft.facts }
  write(page, record)
  page.draftSeqs.push(record.seq)
}
