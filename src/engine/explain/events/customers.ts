import type { customerEvents } from '../../events/customer-events.ts'
import type { EventRecord } from '../../events/record.ts'
import type { Code } from '../../events/slots.ts'
import { instantToText, longDay, shortDay } from '../../time.ts'
import { body, capital, codeWords, money, plainOp, type Telling } from '../words.ts'
import { bracket, invoice, type Row, reason } from './row.ts'

const dispute = ({ facts }: EventRecord, telling: Telling): string =>
  `dispute ${facts.dispute === undefined ? '?' : telling.nameOf(facts.dispute)}`

const stateSet = (word: string): Row => ({
  words: `customer ${word} reason`,
  source: () => `customer ${word}`,
  tell: (event, telling) => `Customer ${word}.${reason(event, telling)}`,
})

const why = (because: Code | undefined): string => (because === undefined ? '' : `: ${codeWords[because]}`)

/** Why a count is moved, an invoice is spared, an announcement ends. */
const reasons = [
  ...(['in_dispute', 'covered_by_free_money', 'covered_by_pending_money', 'stopped_by_hand'] as const),
  ...(['owed_again', 'sparing_over', 'nothing_overdue', 'part_reopened', 'stage_moved', 'in_force'] as const),
  ...(['below_minimum', 'below_threshold', 'customer_closed'] as const),
]
  .map((code) => codeWords[code])
  .join(' ')

/** The stage that is announced or not any more: "Suspension announced". */
const stageWords = ({ facts: { stage = 'suspension' } }: EventRecord): string =>
  `${capital(codeWords[stage])} announced`

const stageDay = ({ facts }: EventRecord): number => facts.limitation ?? facts.suspension ?? facts.termination ?? 0

const names: Readonly<Record<string, string>> = {
  invoice: 'invoice',
  payment: 'payment',
  credit: 'credit',
  dispute: 'dispute',
}

/** How the events of a customer as such are told. */
export const customerRows: Readonly<Record<keyof typeof customerEvents, Row>> = {
  customer_opened: {
    words: 'customer opened',
    source: () => 'opening of the customer',
    tell: ({ facts }, telling) =>
      `Customer opened: ${body(facts.name, telling)}, ${facts.currency}, ${facts.billing === undefined ? '' : codeWords[facts.billing]}.`,
  },
  opening_moved: {
    words: 'opening of the customer moved back reason',
    source: () => 'move of the opening',
    tell: (event, telling) => {
      const from = event.facts.openedBefore ?? event.effectiveAt
      return `Opening of the customer moved back from ${instantToText(from)} to ${instantToText(event.effectiveAt)}.${reason(event, telling)}`
    },
  },
  customer_changed: {
    words: 'details of the customer changed name e-mail class time zone',
    source: () => 'change of details',
    tell: ({ facts }, telling) => {
      const changed = [
        ...(facts.name === undefined ? [] : [`name ${body(facts.name, telling)}`]),
        ...(facts.email === undefined ? [] : [`e-mail ${body(facts.email, telling)}`]),
        ...(facts.class === undefined ? [] : [`class ${facts.class}`]),
        ...(facts.timeZone === undefined
          ? []
          : [
              `time zone ${facts.timeZone}${facts.shownOn === undefined ? '' : `, where it is ${shortDay(facts.shownOn)}`}`,
            ]),
      ]
      return `Details of the customer changed: ${changed.join(', ')}.`
    },
  },
  customer_blocked: stateSet('blocked'),
  customer_closed: stateSet('closed'),
  customer_reopened: stateSet('set active'),
  customer_terminated: {
    words: 'customer provisionally terminated by policy version',
    source: () => 'termination by the collection policy',
    tell: ({ facts }) => `Customer provisionally terminated, by policy version ${facts.policyVersion}.`,
  },
  credit_limit_changed: {
    words: 'credit limit set to temporary until reason',
    source: () => 'change of the credit limit',
    tell: (event, telling) => {
      const { creditLimit, temporaryLimit, until } = event.facts
      const limit = money(temporaryLimit ?? creditLimit ?? 0n, telling)
      const when = until === undefined ? '' : `, until ${shortDay(until)}`
      return `Credit limit set to ${limit}${when}.${reason(event, telling)}`
    },
  },
  customer_reinstated: {
    words: 'customer reinstated no collected invoice has reached its termination any more by policy version',
    source: () => 'end of the termination',
    tell: ({ facts }) =>
      `Customer reinstated: no collected invoice has reached its termination any more. By policy version ${facts.policyVersion}.`,
  },
  collection_counted: {
    words: `collection of invoice counts from is not spared any more ${reasons}`,
    source: (event, telling) => `count of the collection of ${invoice(event, telling)}`,
    tell: (event, telling) => {
      const { countedFrom, because } = event.facts
      const what = countedFrom === undefined ? 'is not spared any more' : `counts from ${shortDay(countedFrom)}`
      return `Collection of ${invoice(event, telling)} ${what}${why(because)}.`
    },
  },
  collection_spared: {
    words: `collection of invoice spared since ${reasons}`,
    source: (event, telling) => `sparing of ${invoice(event, telling)}`,
    tell: (event, telling) => {
      const { sparedOn = 0, because } = event.facts
      return `Collection of ${invoice(event, telling)} spared since ${shortDay(sparedOn)}${why(because)}.`
    },
  },
  stage_announced: {
    words: 'limitation suspension termination announced for because of invoice by policy version',
    source: (event, telling) => `announcement of ${event.facts.stage} for ${invoice(event, telling)}`,
    tell: (event, telling) => {
      const { because, policyVersion } = event.facts
      const what = `${stageWords(event)} for ${shortDay(stageDay(event))} because of ${invoice(event, telling)}`
      return `${what}${why(because)}. By policy version ${policyVersion}.`
    },
  },
  announcement_ended: {
    words: `limitation suspension termination announced because of invoice no more ${reasons}`,
    source: (event, telling) => `end of the announcement of ${event.facts.stage} for ${invoice(event, telling)}`,
    tell: (event, telling) =>
      `${stageWords(event)} because of ${invoice(event, telling)} no more${why(event.facts.because)}.`,
  },
  policy_adopted: {
    words: 'policy version adopted',
    source: ({ facts }) => `adoption of policy version ${facts.policyVersion}`,
    tell: ({ facts }) => `Policy version ${facts.policyVersion} adopted.`,
  },
  collection_lifted: {
    words: 'collection lifted until reason',
    source: () => 'lift of collection',
    tell: (event, telling) => `Collection lifted until ${shortDay(event.facts.until ?? 0)}.${reason(event, telling)}`,
  },
  collection_stopped: {
    words: 'collection of invoice stopped reason',
    source: (event, telling) => `stop of the collection of ${invoice(event, telling)}`,
    tell: (event, telling) => `Collection of ${invoice(event, telling)} stopped.${reason(event, telling)}`,
  },
  collection_resumed: {
    words: 'collection of invoice resumed reason',
    source: (event, telling) => `resumption of the collection of ${invoice(event, telling)}`,
    tell: (event, telling) => `Collection of ${invoice(event, telling)} resumed.${reason(event, telling)}`,
  },
  note_added: {
    words: 'note added dispute noted agreed',
    source: ({ facts }) => (facts.noteKind === 'dispute' ? 'note of a dispute' : 'note'),
    tell: ({ facts, subject }, telling) => {
      const about = subject.kind === 'customer' ? '' : ` on ${names[subject.kind]} ${telling.nameOf(subject)}`
      const what = facts.noteKind === 'dispute' ? `Dispute noted${about}` : `Note added${about}`
      const agreed = facts.agreed === undefined ? '' : ` Agreed: ${money(facts.agreed, telling)}.`
      const text = body(facts.note, telling)
      return `${what}: ${text.replace(/\.$/, '')}${bracket(telling)}.${agreed}`
    },
  },
  dispute_opened: {
    words: 'dispute opened on invoice claimed agreed',
    source: (event, telling) => `dispute of ${invoice(event, telling)}`,
    tell: (event, telling) => {
      const { id, claimed = 0n, agreed, note } = event.facts
      const promised = agreed === undefined ? '' : `, ${money(agreed, telling)} agreed`
      const text = note === undefined ? '' : `: ${body(note, telling).replace(/\.$/, '')}`
      return `Dispute ${id} opened on ${invoice(event, telling)}, ${money(claimed, telling)} claimed${promised}${text}${bracket(telling)}.`
    },
  },
  dispute_resolved: {
    words: 'dispute on invoice resolved reason',
    source: (event, telling) => `resolution of ${dispute(event, telling)}`,
    tell: (event, telling) =>
      `Dispute ${telling.nameOf(event.subject)} on ${invoice(event, telling)} resolved.${reason(event, telling)}`,
  },
  dispute_rejected: {
    words: 'dispute on invoice rejected reason',
    source: (event, telling) => `rejection of ${dispute(event, telling)}`,
    tell: (event, telling) =>
      `Dispute ${telling.nameOf(event.subject)} on ${invoice(event, telling)} rejected.${reason(event, telling)}`,
  },
  operation_scheduled: {
    words: 'scheduled for',
    source: ({ facts }) => `scheduling of ${plainOp(facts.op ?? '')}`,
    tell: ({ facts }) => `Scheduled for ${shortDay(facts.day ?? 0)}: ${plainOp(facts.op ?? '')}.`,
  },
  schedule_ended: {
    words: 'scheduled operation booked cancelled not booked refused',
    source: () => 'scheduled operation',
    tell: (event, telling) => {
      const { outcome, refusal } = event.facts
      if (outcome === 'cancelled') return `Scheduled operation cancelled.${reason(event, telling)}`
      return outcome === 'done'
        ? 'Scheduled operation booked.'
        : `Scheduled operation not booked: ${(refusal ?? 'refused').replaceAll('_', ' ')}.`
    },
  },
  day_evaluated: {
    words: 'evaluated day',
    source: ({ facts }) => `evaluation of ${shortDay(facts.day ?? 0)}`,
    tell: ({ facts }) => `${longDay(facts.day ?? 0)} evaluated.`,
  },
  text_erased: {
    words: 'text erased reason',
    source: () => 'erasure of a text',
    tell: (event, telling) => `Text erased.${reason(event, telling)}`,
  },
  clock_joined: {
    words: 'joined the wall clock',
    source: () => 'joining of the wall clock',
    tell: ({ facts }) => `Joined the wall clock, from clock ${facts.clock}.`,
  },
  rules_adopted: {
    words: 'rules adopted',
    source: () => 'adoption of rules',
    tell: ({ facts }) => `Rules ${facts.rules} adopted.`,
  },
}
