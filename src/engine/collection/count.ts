import type { Draft, FactsToState } from '../asked/draft.ts'
import type { Code } from '../events/slots.ts'
import { refKey } from '../figures/base.ts'
import type { Customer, Subject } from '../state/customer.ts'
import type { Day } from '../time.ts'
import { dayIn, isAnnounced, isCollectionOff } from '../values/stages.ts'
import { type Stood, standings } from './standing.ts'

/** An event that follows from a decision, without its moment and its place in the operation. */
export type Following<T extends Draft['type'] = Draft['type']> = Pick<Draft, 'subject' | 'causes'> & {
  readonly type: T
  readonly facts: FactsToState<T>
}

/**
 * What moves the count of invoices in collection between two states of a customer, on a day: debt that is owed again after
 * it was settled counts from that day; days on which an invoice was only spared are left out of the count; and since when
 * it is spared is noted (docs/decisions/0023). Both states hold their open subjects.
 */
export function countings(before: Customer, after: Customer, day: Day): Following[] {
  if (isCollectionOff(after)) return []
  const earlier = isFollowed(before) ? standings(asScheduledIn(before, after), day) : null
  return [...standings(after, day).values()].flatMap((now) =>
    counting(now, { was: earlier?.get(now.invoice.ref.no), isFollowed: earlier !== null }, day),
  )
}

/** Was the customer collected by these rules before? Where not, nothing is known of how an invoice stood. */
const isFollowed = (customer: Customer): boolean =>
  isAnnounced(customer) && customer.currency !== null && !isCollectionOff(customer)

/** The state before, on the due dates and the terms of the one after: these settle nothing. */
function asScheduledIn(before: Customer, after: Customer): Customer {
  const moved: Subject[] = []
  for (const [key, subject] of after.subjects === before.subjects ? [] : before.subjects) {
    const now = subject.ref.kind === 'invoice' ? after.subjects.get(key) : undefined
    if (now === undefined || now === subject) continue
    const then = onDaysOf(subject, now)
    if (then !== subject) moved.push(then)
  }
  if (moved.length === 0) return before.policy === after.policy ? before : { ...before, policy: after.policy }
  const others = moved.map((one) => [refKey(one.ref), one] as const)
  return { ...before, policy: after.policy, subjects: new Map([...before.subjects, ...others]) }
}

function onDaysOf(then: Subject, now: Subject): Subject {
  const isSame =
    then.cells['invoice.due_on'] === now.cells['invoice.due_on'] && then.traits.installments === now.traits.installments
  if (isSame) return then
  const { cells, traits, ...subject } = then
  const { 'invoice.due_on': _own, ...others } = cells
  const { installments: _parts, ...rest } = traits
  const dueOn = now.cells['invoice.due_on']
  const { installments } = now.traits
  return {
    ...subject,
    cells: { ...others, ...(dueOn === undefined ? {} : { 'invoice.due_on': dueOn }) },
    traits: { ...rest, ...(installments === undefined ? {} : { installments }) },
  }
}

type Before = { readonly was: Stood | undefined; readonly isFollowed: boolean }

function counting(now: Stood, { was, isFollowed }: Before, day: Day): Following[] {
  const sparedOn = dayIn(now.invoice.cells['invoice.spared_since'])
  const since = now.since ?? day
  if (now.standing === 'quiet') return sparedOn === null ? [] : [counted(now, 'nothing_overdue', null, true)]
  if (was?.standing === 'quiet')
    return [
      counted(now, 'owed_again', day, sparedOn !== null && now.standing === 'pursued'),
      ...(now.standing === 'spared' ? [spared(now, day)] : []),
    ]
  // an earlier part that is owed again does not take back the count of what was overdue all the time
  const count = Math.max(since, was?.since ?? since)
  if (now.standing === 'pursued' && sparedOn !== null)
    return [counted(now, 'sparing_over', count + Math.max(day - sparedOn, 0), true)]
  const kept = count > since ? [counted(now, 'part_reopened', count, false)] : []
  if (now.standing === 'pursued' || sparedOn !== null) return kept
  // by the mere passing of days: since the first on which something was overdue
  const began = isFollowed && was?.standing === 'spared' ? Math.min(day, count + 1) : day
  return [...kept, spared(now, began)]
}

const causesOf = ({ bornSeq }: Subject): Draft['causes'] => [{ role: 'operand', seq: bornSeq }]

const counted = (
  { invoice }: Stood,
  because: Code,
  from: Day | null,
  isOver: boolean,
): Following<'collection_counted'> => ({
  type: 'collection_counted',
  subject: invoice.ref,
  facts: {
    invoice: invoice.ref,
    ...(from === null ? {} : { countedFrom: from }),
    ...(isOver ? { sparedOn: 0 } : {}),
    because,
  },
  causes: causesOf(invoice),
})

function spared({ invoice, because }: Stood, sparedOn: Day): Following<'collection_spared'> {
  if (because === null) throw new Error(`Bug: ${refKey(invoice.ref)} is spared by nothing`)
  return {
    type: 'collection_spared',
    subject: invoice.ref,
    facts: { invoice: invoice.ref, sparedOn, because },
    causes: causesOf(invoice),
  }
}
