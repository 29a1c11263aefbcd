import type { Instant } from '../../engine/time.ts'
import { inSection, placesOf, type Section } from '../history/section.ts'
import { textOfTime } from '../session/rows.ts'
import type { Session } from '../session/session.ts'
import type { StoredState, StoredSubject } from './snapshot-state.ts'

/** A state after a record, as it is written, and apart from it its subjects: there may be many. */
export type Snapshot = {
  readonly customerId: string
  readonly seq: number
  readonly recordedAt: Instant
  readonly maxEffectiveAt: Instant
  readonly state: StoredState
  readonly subjects: Iterable<StoredSubject>
}

/** Most subjects of a row. */
const SUBJECTS_A_ROW = 500

const insertState = `insert into snapshot (customer_id, seq, recorded_at, max_effective_at, state)
  values ($1, $2, $3, $4, $5) on conflict (customer_id, seq) do nothing`
const insertPart = `insert into snapshot_part (customer_id, seq, part, subjects)
  values ($1, $2, $3, $4) on conflict (customer_id, seq, part) do nothing`

/** Keeps a state to fold from; of many subjects some are made and written before the next, so that nobody holds them all. */
export async function insertSnapshot(session: Session, one: Snapshot): Promise<void> {
  const { customerId, seq, state } = one
  session.send(insertState, [
    customerId,
    seq,
    textOfTime(one.recordedAt),
    textOfTime(one.maxEffectiveAt),
    JSON.stringify(state),
  ])
  let [part, subjects]: [number, StoredSubject[]] = [1, []]
  for (const subject of one.subjects) {
    if (subjects.length === SUBJECTS_A_ROW) {
      await session.query(insertPart, [customerId, seq, part, JSON.stringify(subjects)])
      part += 1
      subjects = []
    }
    subjects.push(subject)
  }
  if (subjects.length > 0) session.send(insertPart, [customerId, seq, part, JSON.stringify(subjects)])
}

/** A state that was kept, as it stands in the database. */
export type KeptState = {
  readonly customerId: string
  readonly seq: number
  /** when it was recorded and its latest effect; null: its subjects are there without it */
  readonly times: { readonly recordedAt: Instant; readonly maxEffectiveAt: Instant } | null
  readonly state: unknown
  /** the numbers of its parts: 1 to as many as there are */
  readonly parts: readonly number[]
  readonly subjects: readonly unknown[]
}

/** The states that were kept after records of a section. For verifying. */
export async function snapshotsIn(session: Pick<Session, 'query'>, section: Section): Promise<KeptState[]> {
  const rows = await session.query<{
    customer_id: string
    seq: bigint
    recorded_at: Instant | null
    max_effective_at: Instant | null
    state: unknown
    parts: readonly number[] | null
    subjects: readonly unknown[][] | null
  }>(
    `select customer_id, seq, s.recorded_at, s.max_effective_at, s.state, p.parts, p.subjects
      from (select * from snapshot where ${inSection('seq')}) s
      full join (select customer_id, seq, array_agg(part order by part) as parts,
          json_agg(subjects order by part) as subjects
        from snapshot_part where ${inSection('seq')} group by customer_id, seq) p using (customer_id, seq)
      order by customer_id, seq`,
    placesOf(section),
  )
  return rows.map(({ customer_id, seq, recorded_at, max_effective_at, state, parts, subjects }) => ({
    customerId: customer_id,
    seq: Number(seq),
    times:
      recorded_at === null || max_effective_at === null
        ? null
        : { recordedAt: recorded_at, maxEffectiveAt: max_effective_at },
    state,
    parts: parts ?? [],
    subjects: subjects?.flat() ?? [],
  }))
}
