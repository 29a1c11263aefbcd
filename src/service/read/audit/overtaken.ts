import { refKey } from '../../../engine/figures/base.ts'
import type { ChangeRecord, EventRecord, LedgerRecord } from '../../../engine/record.ts'
import { readHeads } from '../../../store/heads.ts'
import { readCustomersWithLate } from '../../../store/read/late.ts'
import { readOperations } from '../../../store/read/operations.ts'
import { type RecordSpan, readRecordSpans } from '../../../store/read/records.ts'
import { type Read, readOf } from '../shelf.ts'
import type { Move } from './glass.ts'
import type { Teller } from './tell.ts'
import { type Moves, walk } from './walk.ts'

/** Records of one operation that are looked at for what they moved. */
const MOST = 2000

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
    const operations = await operationsOf(teller, own)
    const events = [...operations.records.values()].filter((record) => record.kind === 'event')
    const figures = [...new Set(own.map((read) => changeOf(read).figure))]
    const only = new Set(own.map((read) => refKey(read.record.subject)))
    const of = { head: customer, clock: 'effective', figures, only, reach: teller.reach } as const
    const moves = await walk(teller.session, of, events)
    for (const read of own) {
      const move = moveOf(changeOf(read), operations, moves)
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

/** Some operations of a customer: where each begins and ends, and their records by number. */
type Operations = { readonly spans: readonly RecordSpan[]; readonly records: ReadonlyMap<number, LedgerRecord> }

async function operationsOf({ session }: Teller, reads: readonly Read[]): Promise<Operations> {
  const keys = reads.map(({ customerId, record }) => ({ customerId, seq: record.seq }))
  const operations = await readOperations(session, keys)
  const spans = [...new Map(operations.map((one) => [one.firstSeq, one])).values()]
  const rows = await readRecordSpans(session, spans, MOST)
  return { spans, records: new Map(rows.map((row) => [row.seq, readOf(row).record])) }
}

/** An amount changed with its event; a status once, with all events of its operation before it. */
function moveOf(change: ChangeRecord, { spans, records }: Operations, moves: Moves): Move | null {
  const own = (seq: number): Move | undefined =>
    moves.get(seq)?.find((move) => move.figure === change.figure && refKey(move.ref) === refKey(change.subject))
  if (change.type === 'amount_changed') return own(eventOf(change, records)?.seq ?? 0) ?? null
  const span = spans.find((one) => one.firstSeq <= change.seq && change.seq <= one.lastSeq)
  const turned = [...moves.keys()]
    .filter((seq) => seq < change.seq && seq >= (span?.firstSeq ?? change.seq))
    .flatMap((seq) => own(seq) ?? [])
  const [first, last] = [turned[0], turned.at(-1)]
  return first === undefined || last === undefined ? null : { ...last, before: first.before }
}

/** The event that a change comes from: up through its parents. */
function eventOf(change: ChangeRecord, records: Operations['records']): EventRecord | undefined {
  let at: LedgerRecord | undefined = change
  while (at !== undefined && at.kind !== 'event') at = records.get(at.parentSeq ?? 0)
  return at
}
