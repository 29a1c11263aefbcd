import type { ChangeRecord, DecisionRecord, EventRecord, LedgerRecord, MessageRecord } from '../../events/record.ts'
import type { Facts } from '../../events/slots.ts'
import type { Ref } from '../../figures/base.ts'
import type { FigureName } from '../../figures/names.ts'
import type { StatusCase } from '../../figures/statuses.ts'
import { shortDay } from '../../time.ts'
import { unitOf } from '../../values/evaluate.ts'
import { eventRows, eventSentence } from '../events/event-sentences.ts'
import {
  body,
  codeWords,
  figureValueWords,
  figureWords,
  money,
  statusOfNo,
  statusOfSubject,
  statusWords,
  subjectWords,
  type Telling,
  valueWords,
} from '../words.ts'
import { casesOf, reasonWords } from './conditions.ts'
import { countsLater } from './counts-later.ts'

/** The sentence of a record (3-records 3.4): derived from its facts, so that wording can change and history cannot. */
export function sentence(record: LedgerRecord, telling: Telling): string {
  switch (record.kind) {
    case 'event':
      return `${eventSentence(record, telling)}${countsLater(record, telling)}`
    case 'change':
      return record.type === 'status_changed' ? statusSentence(record, telling) : amountSentence(record, telling)
    case 'decision':
      return decisionSentence(record, telling)
    case 'message':
      return messageSentence(record, telling)
  }
}

const amountSentence = (change: ChangeRecord, telling: Telling): string =>
  figureSentence(
    { figure: change.figure, ref: change.subject, before: change.before, after: change.after },
    sourceOf(change, telling),
    telling,
  )

/** What a sentence says of a figure: from which value to which, and of which subject. */
export type Moved = {
  readonly figure: FigureName
  readonly ref: Ref
  readonly before: bigint | null
  readonly after: bigint | null
}

/** A figure's move, told: for stored changes, effects and derived figures alike; `source` is the event that moved it. */
export function figureSentence(moved: Moved, source: EventRecord | undefined, telling: Telling): string {
  const { figure, ref, before, after } = moved
  const unit = unitOf(figure)
  const said = (value: bigint | null): string => figureValueWords(figure, value, telling)
  const delta = (after ?? 0n) - (before ?? 0n)
  const by =
    unit === 'day' || unit === 'instant' || before === null || after === null
      ? ''
      : ` (${delta < 0n ? 'decreased' : 'increased'} by ${valueWords(delta < 0n ? -delta : delta, unit, telling)})`
  const change = before === null ? `set to ${said(after)}` : `changed from ${said(before)} to ${said(after)}`
  return `${figureWords(figure)} ${change}${by}${endOf(ref, source, telling)}`
}

/** An amount's move of which only the difference can be said. */
export function deltaSentence(
  { figure, ref, delta }: Pick<Moved, 'figure' | 'ref'> & { readonly delta: bigint },
  source: EventRecord | undefined,
  telling: Telling,
): string {
  const by = `${delta < 0n ? 'decreased' : 'increased'} by ${money(delta < 0n ? -delta : delta, telling)}`
  return `${figureWords(figure)} ${by}${endOf(ref, source, telling)}`
}

/** Where a move came from, and of which subject it is, where that is not said already. */
function endOf(ref: Ref, source: EventRecord | undefined, telling: Telling): string {
  const whose = ref.kind === 'customer' ? '' : `, for ${subjectWords(ref, telling)}`
  if (source === undefined) return `${whose}.`
  const from = sourceWords(source, telling)
  const isNamed = `${from} `.includes(` ${telling.nameOf(ref)} `)
  return `. Source: ${from}${isNamed ? '' : whose}.`
}

function sourceWords(source: EventRecord, telling: Telling): string {
  const { xdrId } = source.facts
  return `${eventRows[source.type].source(source, telling)}${xdrId === undefined ? '' : ` (xDR id ${xdrId})`}`
}

/** The event that a record comes from: itself, or the first event on the way up through its parents. */
export function sourceOf(record: LedgerRecord, telling: Pick<Telling, 'recordAt'>): EventRecord | undefined {
  let at: LedgerRecord | undefined = record
  while (at !== undefined && at.kind !== 'event')
    at = at.parentSeq === null ? undefined : telling.recordAt(at.parentSeq)
  return at
}

const statusSentence = (change: ChangeRecord, telling: Telling): string =>
  statusMoved({ ...change, ref: change.subject }, statusReason(change, telling), telling)

/** A status's move, told with its reason: for stored changes and derived statuses alike. */
export function statusMoved(
  { figure, ref, before, after }: Moved & { readonly after: bigint },
  because: string,
  telling: Telling,
): string {
  const words = (value: bigint): string => `"${statusWords(statusOfNo(value))}"`
  const moved =
    before === null
      ? `set to ${words(after)}`
      : before === after
        ? `stayed ${words(after)}`
        : `changed from ${words(before)} to ${words(after)}`
  return `${statusOfSubject(figure, ref, telling)} ${moved}. Reason: ${because}.`
}

/** Why a status was given: the conditions of its case with the facts of that time. */
export function statusReason(change: ChangeRecord, telling: Pick<Telling, 'digits' | 'rules'>): string {
  const one = caseOf(change, telling.rules)
  const factOf = (figure: string): bigint => change.operands.find((operand) => operand.figure === figure)?.value ?? 0n
  return one.otherwise ?? one.when.map((condition) => reasonWords(condition, factOf, telling)).join(', ')
}

/**
 * The case that held by the rules of the record: the one all of whose conditions said yes, else the one that needs none.
 * One of the time before rules 2 numbers other cases; there the first with its status speaks.
 */
function caseOf(change: ChangeRecord, rules?: number): StatusCase<FigureName> {
  const after = statusOfNo(change.after)
  const cases = casesOf(change.figure, rules)
  const held = cases.find((one, at) => {
    const said = change.verdicts.filter((verdict) => verdict.case === at)
    return one.status === after && said.length > 0 && said.every((verdict) => verdict.holds)
  })
  const possible = cases.filter((one) => one.status === after)
  const found = held ?? possible.find((one) => one.otherwise !== undefined) ?? possible[0]
  if (found === undefined) throw new Error(`Bug: ${change.figure} has no case ${after}`)
  return found
}

const steps: Readonly<Record<Exclude<DecisionRecord['type'], 'wish_not_met'>, string>> = {
  late_fee_withheld: 'Late fee',
  limitation_withheld: 'Limitation',
  suspension_withheld: 'Suspension',
  termination_withheld: 'Termination',
  announcement_withheld: 'Announcement',
}

function decisionSentence({ type, facts }: DecisionRecord, telling: Telling): string {
  const { invoice, because, until, policyVersion, stage } = facts
  if (type === 'wish_not_met') return notMet(facts, telling)
  const what = stage === undefined ? steps[type] : `${steps[type]} of ${codeWords[stage]}`
  const about = invoice === undefined ? '' : ` for invoice ${telling.nameOf(invoice)}`
  const day = until === undefined ? '' : ` until ${shortDay(until)}`
  const why = because === undefined ? '' : `: ${codeWords[because]}${day}`
  return `${what}${about} withheld${why}. By policy version ${policyVersion ?? 0n}.`
}

function notMet({ amount = 0n, payment, invoice, because }: Facts, telling: Telling): string {
  const name = (ref: Ref | undefined): string => (ref === undefined ? '?' : telling.nameOf(ref))
  const why = because === undefined ? '' : `: ${codeWords[because]}`
  return `${money(amount, telling)} of payment ${name(payment)} not allocated to invoice ${name(invoice)} as wished${why}.`
}

const outcomes: Readonly<Record<MessageRecord['type'], string>> = {
  message_queued: 'queued',
  message_sent: 'sent',
  message_failed: 'not sent',
  message_withheld: 'withheld',
  message_deferred: 'not sent yet',
}

function messageSentence(message: MessageRecord, telling: Telling): string {
  const { template = 'overdue_notice', because, detail, attempt } = message.facts
  const about = aboutWords(message.facts, telling)
  const again = message.type === 'message_deferred' ? `, attempt ${attempt ?? 1n}` : ''
  const words = detail === undefined ? '' : ` (${body(detail, telling)})`
  const why = because === undefined ? '' : `: ${codeWords[because]}${words}${again}`
  return `${codeWords[template]}${about} ${outcomes[message.type]}${why}.${statement(message.facts, telling)}`
}

function aboutWords({ invoice, payment }: Facts, telling: Telling): string {
  if (payment !== undefined) return ` for payment ${telling.nameOf(payment)}`
  return invoice === undefined ? '' : ` for invoice ${telling.nameOf(invoice)}`
}

/** What a message states, by what it states: what is outstanding, a day that is coming, the limit. */
function statement({ template, stated, statedDueOn, statedOn, statedSum, payment }: Facts, telling: Telling): string {
  if (payment !== undefined && stated !== undefined) return ` It states ${money(stated, telling)} received.`
  if (template === 'credit_limit_warning' && stated !== undefined)
    return ` It states a balance of ${money(stated, telling)} and a limit of ${money(statedSum ?? 0n, telling)}.`
  if (statedOn !== undefined)
    return ` It states ${money(statedSum ?? 0n, telling)} collectible and ${shortDay(statedOn)}.`
  if (stated === undefined) return ''
  const due = statedDueOn === undefined ? '' : `, due ${shortDay(statedDueOn)}`
  return ` It states ${money(stated, telling)} outstanding${due}.`
}
