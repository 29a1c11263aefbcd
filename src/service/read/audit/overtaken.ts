import type { ChangeRecord, EventRecord } from '../../../engine/events/record.ts'
import { refKey } from '../../../engine/figures/base.ts'
import { greatest } from '../../../engine/many.ts'
import { dayMovedBy } from '../../../engine/state/days-seen.ts'
import { readHeads } from '../../../store/heads/heads.ts'
import { readCustomersWithLate } from '../../../store/read/records/late.ts'
import { readOperations } from '../../../store/read/records/operations.ts'
import { readRecordsByKey } from '../../../store/read/records/records.ts'
import { type Read, readOf } from '../records/shelf.ts'
import type { Move } from './glass.ts'
import { dependsOnDay } from './narrowing/derived.ts'
import type { Teller } from './teller.ts'
import { eventsBySeq, type Moves, walk } from './walk.ts'

/**
 * What stored changes moved in order of effect, where a late record overtook them: the values that they hold are those in
 * order of recording. Null where that cannot be said: then a line has no values but the difference.
 */
export async function overtaken(teller: Teller, reads: readonly Read[]): Promise<ReadonlyMap<Read, Move | null>> {
  const found = new Map<Read, Move | null>()
  if (teller.filters.clock === 'recorded') return found
  const changes = reads.filter((read) => read.record.kind === 'change')
  const byCustomer = Map.groupBy(changes, (read) => read.customerId)
  const late = await readCustomersWithLate(teller.session, [...byCustomer.keys()])
  for (const { customer } of await readHeads(teller.session, late)) {
    const own = byCustomer.get(customer.id) ?? []
    const causes = await causesOf(teller, own)
    const events = [...new Map([...causes.values()].flat().map((event) => [event.seq, event])).values()]
    const figures = [...new Set(own.map((read) => changeOf(read).figure))]
    const only = new Set(own.map((read) => refKey(read.record.subject)))
    const of = { head: customer, clock: 'effective', figures, only, reach: teller.reach } as const
    const moves = await walk(teller.session, of, events, teller.work)
    for (const read of own) {
      const move = moveOf(changeOf(read), causes.get(read) ?? [], moves)
      if (move === null || !isAsRecorded(changeOf(read), move)) found.set(read, move)
    }
  }
  return found
}

const changeOf = ({ record }: Read): ChangeRecord => {
  if (record.kind !== 'change') throw new Error(`Bug: record ${record.seq} is no change`)
  return record
}

const isAsRecorded = (change: ChangeRecord, move: Move): boolean =>
  move.before === change.before && move.after === change.after

/** The events that moved each of some stored figures: of an amount one, of a status those of its operation before it. */
async function causesOf(teller: Teller, reads: readonly Read[]): Promise<ReadonlyMap<Read, readonly EventRecord[]>> {
  const amounts = reads.filter((read) => changeOf(read).type === 'amount_changed')
  const statuses = reads.filter((read) => changeOf(read).type === 'status_changed')
  const [above, before] = [await eventsAbove(teller, amounts), await eventsBefore(teller, statuses)]
  return new Map([...above, ...before])
}

/** The event that each of some changes comes from: up through its parents. */
async function eventsAbove({ session }: Teller, reads: readonly Read[]): Promise<Map<Read, readonly EventRecord[]>> {
  const found = new Map<Read, readonly EventRecord[]>()
  let climbing = reads.map((read) => ({ read, seq: read.record.parentSeq }))
  while (climbing.length > 0) {
    const keys = climbing.flatMap(({ read: { customerId }, seq }) => (seq === null ? [] : [{ customerId, seq }]))
    const parents = new Map((await readRecordsByKey(session, keys)).map((row) => [row.seq, readOf(row).record]))
    climbing = climbing.flatMap(({ read, seq }) => {
      const parent = parents.get(seq ?? 0)
      if (parent === undefined) return []
      if (parent.kind !== 'event') return [{ read, seq: parent.parentSeq }]
      found.set(read, [parent])
      return []
    })
  }
  return found
}

/** The events of the operation of each of some changes of a status, before it, that can have moved that status. */
async function eventsBefore(
  { session, work }: Teller,
  reads: readonly Read[],
): Promise<Map<Read, readonly EventRecord[]>> {
  const operations = await readOperations(
    session,
    reads.map(({ customerId, record }) => ({ customerId, seq: record.seq })),
  )
  const firstOf = new Map(operations.map((one) => [one.recordSeq, one.firstSeq]))
  const found = new Map<Read, readonly EventRecord[]>()
  for (const [first, own] of Map.groupBy(reads, (read) => firstOf.get(read.record.seq) ?? read.record.seq)) {
    const before = new Map<Read, EventRecord[]>(own.map((read) => [read, []]))
    const last = greatest(
      first,
      own.map((read) => read.record.seq),
    )
    for await (const event of eventsBySeq(session, own[0]?.customerId ?? '', [first, last], work))
      for (const [read, events] of before) if (event.seq < read.record.seq && mayMove(event, read)) events.push(event)
    for (const [read, events] of before) found.set(read, outermost(changeOf(read), events))
  }
  return found
}

/** Can an event move a status: that of the customer, one of a subject that it touched, or one that goes by the day? */
function mayMove(event: EventRecord, read: Read): boolean {
  const { figure, subject } = changeOf(read)
  if (subject.kind === 'customer') return true
  if (dayMovedBy(event) !== undefined && dependsOnDay(figure)) return true
  return event.effects.some((effect) => refKey(effect.subject) === refKey(subject))
}

/** Of the events that moved a status the first and the last in order of effect: what it was before, and is after. */
function outermost({ subject }: ChangeRecord, events: readonly EventRecord[]): readonly EventRecord[] {
  if (subject.kind !== 'customer' || events.length < 3) return events
  const ordered = events.toSorted((a, b) =>
    a.effectiveAt < b.effectiveAt ? -1 : a.effectiveAt > b.effectiveAt ? 1 : a.seq - b.seq,
  )
  return [...ordered.slice(0, 1), ...ordered.slice(-1)]
}

/** An amount changed with its event; a status once, with all events of its operation before it. */
function moveOf(change: ChangeRecord, causes: readonly EventRecord[], moves: Moves): Move | null {
  const own = new Set(causes.map((event) => event.seq))
  const turned = [...moves]
    .filter(([seq]) => own.has(seq))
    .flatMap(
      ([, all]) => all.find((one) => one.figure === change.figure && refKey(one.ref) === refKey(change.subject)) ?? [],
    )
  const [first, last] = [turned[0], turned.at(-1)]
  return first === undefined || last === undefined ? null : { ...last, before: first.before }
}
