import type { EventRecord } from '../../../engine/events/record.ts'
import { readRecordsByKey } from '../../../store/read/records/records.ts'
import type { Session } from '../../../store/session/session.ts'
import { type Read, readOf } from '../records/shelf.ts'
import type { View } from '../view/view.ts'
import { type Behind, type ChainItem, chainItems, chainRows, newestOf, type Place } from './explain-chain.ts'

/** A record of a chain as it was told, and what of it says where it belongs. */
export type ToldRecord = {
  readonly item: ChainItem
  readonly record: Pick<EventRecord, 'kind' | 'seq' | 'effectiveAt' | 'type' | 'facts'>
}

/** A page of a chain as it is told, in order of effect, and the place before which the earlier ones are. */
export type ToldPage = { readonly records: readonly ToldRecord[]; readonly earlier: Place | null }

/** Records up to one that were told before, by their numbers. */
export type Known = { readonly upTo: number; readonly told: ReadonlyMap<number, ToldRecord> }

/** The newest records behind a figure, told: those that are known as they are known, the others are read. */
export async function toldPage(
  session: Session,
  view: View,
  behind: Behind,
  limit: number,
  { upTo, told }: Known,
): Promise<ToldPage> {
  const { moved, turned } = await chainRows(session, view, behind, { limit: limit + 1, upTo })
  const rows = [...moved, ...turned]
  const unread = rows.filter((row) => row.seq <= upTo && !told.has(row.seq))
  const others = new Map((await readRecordsByKey(session, unread)).map((row) => [row.seq, row]))
  const all = rows.map((row): ToldRecord | Read => told.get(row.seq) ?? readOf(others.get(row.seq) ?? row))
  const { reads, earlier } = newestOf(all, { turned, sources: behind.sources, limit })
  const anew = reads.flatMap((one) => (isTold(one) ? [] : [one]))
  const items = new Map((await chainItems(session, anew, view)).map((item) => [item.seq, item]))
  return { records: reads.map((one) => (isTold(one) ? one : nowTold(one, items))), earlier }
}

const isTold = (one: ToldRecord | Read): one is ToldRecord => 'item' in one

function nowTold({ record }: Read, items: ReadonlyMap<number, ChainItem>): ToldRecord {
  const item = items.get(record.seq)
  if (item === undefined || record.kind !== 'event') throw new Error(`Bug: record ${record.seq} is not told`)
  const { kind, seq, effectiveAt, type, facts } = record
  return { item, record: { kind, seq, effectiveAt, type, facts } }
}
