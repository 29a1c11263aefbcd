import type { EventRecord } from '../../../engine/events/record.ts'
import { refKey, theCustomer } from '../../../engine/figures/base.ts'
import type { FigureName } from '../../../engine/figures/names.ts'
import { readHeads } from '../../../store/heads/heads.ts'
import type { Candidate } from '../../../store/read/audit/candidates.ts'
import { readCustomersWithLate } from '../../../store/read/records/late.ts'
import type { Session } from '../../../store/session/session.ts'
import { balanceMoved } from '../records/balance.ts'
import type { Read } from '../records/shelf.ts'
import type { Move } from './glass.ts'
import { derivedOf } from './lines.ts'
import type { Filters } from './narrowing/filters.ts'
import type { Subjects } from './narrowing/narrow.ts'
import type { Folded } from './portion.ts'
import type { Teller } from './teller.ts'
import { walk } from './walk.ts'

/** The moves of derived figures by event; and of the balance, where late records make its order differ from the records'. */
export async function movesOf(teller: Teller, reads: readonly Read[]): Promise<Map<Read, readonly Move[]>> {
  const found = new Map<Read, readonly Move[]>()
  const events = reads.filter((read) => read.record.kind === 'event')
  const byCustomer = Map.groupBy(events, (read) => read.customerId)
  const { walked, figures } = await whatToWalk(teller, [...byCustomer.keys()])
  for (const { customer } of await readHeads(teller.session, walked)) {
    if (customer.currency === null) continue
    const own = byCustomer.get(customer.id) ?? []
    const of = { head: customer, figures, ...looking(teller, customer.id) }
    const moves = await walk(teller.session, of, own.map(eventOf), teller.work)
    for (const read of own) found.set(read, moves.get(read.record.seq) ?? [])
  }
  if (figures.includes('customer.balance'))
    for (const read of events) if (!walked.includes(read.customerId)) found.set(read, [balanceMove(eventOf(read))])
  return found
}

const eventOf = ({ record }: Read): EventRecord => {
  if (record.kind !== 'event') throw new Error(`Bug: record ${record.seq} is no event`)
  return record
}

const BALANCE: readonly FigureName[] = ['customer.balance']

/** Which figures need the state around each event, and of whom: events carry the balance in the order of recording. */
async function whatToWalk({ session, filters }: Teller, customerIds: readonly string[]) {
  const figures = filters.figures.length === 0 ? BALANCE : derivedOf(filters.figures, filters.kinds)
  if (figures.length === 0) return { walked: [], figures }
  const isBalance = figures.length === 1 && figures[0] === 'customer.balance'
  return { walked: isBalance ? await withLate(session, filters, customerIds) : customerIds, figures }
}

/** What is folded to tell some candidates. */
export async function foldedFor(teller: Teller, candidates: readonly Candidate[]): Promise<Folded> {
  const { session, filters, subjects } = teller
  const customerIds = [...new Set(candidates.map((one) => one.customerId))]
  const { walked, figures } = await whatToWalk(teller, customerIds)
  // stored changes that a late record overtook are worked out as well
  const late = await withLate(session, filters, customerIds)
  const ofNamed = subjects.subjects !== null
  return { clock: filters.clock, walked: [...new Set([...walked, ...late])], figures, ofNamed }
}

const looking = ({ filters, subjects, reach }: Teller, customerId: string) => ({
  clock: filters.clock,
  reach,
  only: filters.figures.length === 0 ? null : onlyOf(subjects, customerId),
})

/** The move of the balance as the event itself has it. */
function balanceMove(event: EventRecord): Move {
  const after = event.balanceAfter
  const before = after === null ? null : after - balanceMoved(event)
  return { figure: 'customer.balance', ref: theCustomer, before, after, reason: null }
}

/** Customers for whom the balance after a record differs between the two clocks. */
const withLate = async (session: Session, { clock }: Filters, customerIds: readonly string[]): Promise<string[]> =>
  clock === 'recorded' ? [] : await readCustomersWithLate(session, customerIds)

function onlyOf({ subjects, himself }: Subjects, customerId: string): ReadonlySet<string> | null {
  if (subjects === null) return null
  const own = subjects.filter((one) => one.customerId === customerId).map((one) => refKey(one))
  return new Set(himself ? [...own, refKey(theCustomer)] : own)
}
