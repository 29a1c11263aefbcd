import { unitOf } from '../figures/evaluate.ts'
import type { FigureName } from '../figures/names.ts'
import type { ChangeRecord, EventRecord, LedgerRecord, MessageRecord } from '../record.ts'
import { shortDay } from '../time.ts'
import { casesOf, reasonWords } from './conditions.ts'
import { eventRows } from './event-sentences.ts'
import { body, codeWords, figureWords, money, statusOfNo, statusWords, type Telling, valueWords } from './words.ts'

/** The sentence of a record (3-records 3.4): derived from its facts, so that wording can change and history cannot. */
export function sentence(record: LedgerRecord, telling: Telling): string {
  switch (record.kind) {
    case 'event':
      return eventRows[record.type].tell(record, telling)
    case 'change':
      return record.type === 'status_changed' ? statusSentence(record, telling) : amountSentence(record, telling)
    case 'message':
      return messageSentence(record, telling)
  }
}

const amountSentence = (change: ChangeRecord, telling: Telling): string =>
  figureSentence(
    { figure: change.figure, before: change.before, after: change.after },
    sourceOf(change, telling),
    telling,
  )

/** A figure's move, told: for stored changes, effects and derived figures alike; `source` is the event that moved it. */
export function figureSentence(
  moved: { readonly figure: FigureName; readonly before: bigint | null; readonly after: bigint | null },
  source: EventRecord | undefined,
  telling: Telling,
): string {
  const { figure, before, after } = moved
  const unit = unitOf(figure)
  const delta = (after ?? 0n) - (before ?? 0n)
  const by =
    unit === 'day' || before === null || after === null
      ? ''
      : ` (${delta < 0n ? 'decreased' : 'increased'} by ${valueWords(delta < 0n ? -delta : delta, unit, telling)})`
  const change =
    before === null
      ? `set to ${valueWords(after, unit, telling)}`
      : `changed from ${valueWords(before, unit, telling)} to ${valueWords(after, unit, telling)}`
  return `${figureWords(figure)} ${change}${by}.${sourceWords(source, telling)}`
}

function sourceWords(source: EventRecord | undefined, telling: Telling): string {
  if (source === undefined) return ''
  const { xdrId } = source.facts
  return ` Source: ${eventRows[source.type].source(source, telling)}${xdrId === undefined ? '' : ` (xDR id ${xdrId})`}.`
}

/** The event that a record comes from: itself, or the first event on the way up through its parents. */
export function sourceOf(record: LedgerRecord, telling: Pick<Telling, 'recordAt'>): EventRecord | undefined {
  let at: LedgerRecord | undefined = record
  while (at !== undefined && at.kind !== 'event')
    at = at.parentSeq === null ? undefined : telling.recordAt(at.parentSeq)
  return at
}

function statusSentence(change: ChangeRecord, telling: Telling): string {
  const after = statusWords(statusOfNo(change.after))
  const moved =
    change.before === null
      ? `set to "${after}"`
      : `changed from "${statusWords(statusOfNo(change.before))}" to "${after}"`
  return `${figureWords(change.figure)} ${moved}. Reason: ${statusReason(change, telling)}.`
}

/** Why a status was given: the conditions of its case with the facts of that time. */
export function statusReason(change: ChangeRecord, telling: Pick<Telling, 'digits'>): string {
  const after = statusOfNo(change.after)
  const one = casesOf(change.figure).find((row) => row.status === after)
  if (one === undefined) throw new Error(`Bug: ${change.figure} has no case ${after}`)
  const factOf = (figure: string): bigint => change.operands.find((operand) => operand.figure === figure)?.value ?? 0n
  return one.otherwise ?? one.when.map((condition) => reasonWords(condition, factOf, telling)).join(', ')
}

function messageSentence(message: MessageRecord, telling: Telling): string {
  const { template, invoice, because, stated, statedDueOn, detail } = message.facts
  const outcome = {
    message_queued: 'queued',
    message_sent: 'sent',
    message_failed: 'not sent',
    message_withheld: 'withheld',
  }[message.type]
  const what = `${codeWords[template ?? 'overdue_notice']} for invoice ${invoice === undefined ? '?' : telling.nameOf(invoice)} ${outcome}`
  const why =
    because === undefined ? '' : `: ${codeWords[because]}${detail === undefined ? '' : ` (${body(detail, telling)})`}`
  const facts =
    stated === undefined ? '' : ` It states ${money(stated, telling)} outstanding, due ${shortDay(statedDueOn ?? 0)}.`
  return `${what}${why}.${facts}`
}
