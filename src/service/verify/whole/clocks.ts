import { eventNo } from '../../../engine/bytes/numbers.ts'
import { decode } from '../../../engine/bytes/record-bytes.ts'
import type { EventType } from '../../../engine/events/effects.ts'
import type { Facts } from '../../../engine/events/slots.ts'
import { operatorId } from '../../../engine/state/customer.ts'
import { type Instant, instantToText } from '../../../engine/time.ts'
import { allClocks, clocksAtWork, type NamedClock } from '../../../store/queues/clocks.ts'
import { operatorRecordsOf } from '../../../store/read/verify/audit-reads.ts'
import type { Session } from '../../../store/session/session.ts'
import { history, historyClock } from '../../demo/history/history.ts'
import { stopsOf } from '../../demo/tell.ts'
import type { Finding } from '../checks/finding.ts'

/** What the operator's own log says of a clock. */
type Told = {
  readonly seq: number
  readonly now: Instant
  readonly mail: string
  readonly collection: string
  readonly joinedAt: Instant | null
  /** it tells a file: it moves with what is booked of it, and not on record */
  readonly tellsFile: boolean
  /** a record holds how it is marked, as being moved or joined */
  readonly isMarked: boolean
}

/**
 * Named clocks stand as the operator's own log says: how they are, how far they were advanced, when they ended. One that
 * is being moved is at most where it goes. How it is marked is held like other rows (`pins.ts`); where the release before
 * began that, somebody is at it, or was when he was killed.
 */
export async function clockFindings(session: Session): Promise<Finding[]> {
  const told = await toldClocks(session)
  const atWork = new Set(await clocksAtWork(session))
  const clocks = await allClocks(session)
  const findings: Finding[] = []
  const say = (seq: number | null, what: string): void => void findings.push({ customerId: operatorId, seq, what })
  for (const clock of clocks) {
    const name = `table clock ${clock.clock}`
    const as = told.get(clock.clock)
    told.delete(clock.clock)
    if (as === undefined) say(null, `${name}: there is a row that no record accounts for`)
    else for (const what of differences(clock, as, atWork)) say(as.seq, `${name}: ${what}`)
  }
  for (const [clock, { seq }] of told) say(seq, `table clock ${clock}: the row is missing`)
  return findings
}

function differences(clock: NamedClock, told: Told, atWork: ReadonlySet<string>): string[] {
  const { now, movingTo, joining, joinedAt } = clock
  const isBusy = movingTo !== null || joining
  // a joined clock may stand on a day of a move that was cut off
  const isBetween = isBusy || told.tellsFile || joinedAt !== null
  const isRight = isBetween ? now >= told.now && now <= (movingTo ?? now) : now === told.now || isOfLoad(clock)
  return [
    ...(isRight ? [] : [`it shows ${instantToText(now)}, and was last moved to ${instantToText(told.now)}`]),
    ...(clock.mail === told.mail ? [] : ['mail not as it says']),
    ...(clock.collection === told.collection ? [] : ['collection not as it says']),
    ...(joinedAt === told.joinedAt ? [] : ['joined_at not as the records say']),
    ...(isBusy && !told.isMarked && !atWork.has(clock.clock)
      ? ['it is marked as being moved or joined, and nobody is at it']
      : []),
  ]
}

/** A load of the demonstration's year that was cut off leaves its clock at one of the stops, which are not on record (0009). */
const isOfLoad = ({ clock, now, mail }: NamedClock): boolean =>
  clock === historyClock && mail === 'withhold' && stopsOf(history()).has(now)

async function toldClocks(session: Session): Promise<Map<string, Told>> {
  const told = new Map<string, Told>()
  const each = async (type: EventType, note: (clock: string, facts: Facts, seq: number) => Partial<Told>) => {
    for (const bytes of await operatorRecordsOf(session, operatorId, eventNo.of(type))) {
      const record = decode(bytes)
      if (record.kind !== 'event') continue
      const { scope, id } = record.facts
      const clock = scope === 'clock' ? id : record.facts.clock
      if (clock === undefined) continue
      const before = told.get(clock) ?? UNTOLD
      told.set(clock, { ...before, seq: record.seq, ...note(clock, record.facts, record.seq) })
    }
  }
  await each('clock_created', (_, { now = 0n, mail = 'withhold', collectionOff }) => ({
    now,
    mail,
    collection: collectionOff === 1n ? 'off' : 'on',
  }))
  await each('clock_advanced', (_, { now = 0n }) => ({ now }))
  await each('clock_ended', (_, { now = 0n }) => ({ joinedAt: now }))
  await each('import_started', () => ({ tellsFile: true }))
  await each('row_pinned', () => ({ isMarked: true }))
  return told
}

const UNTOLD: Told = { seq: 0, now: 0n, mail: '', collection: '', joinedAt: null, tellsFile: false, isMarked: false }
