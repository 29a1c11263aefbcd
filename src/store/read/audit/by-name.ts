import { slots } from '../../../engine/events/slots.ts'
import { NAMES_IN_OPERATIONS } from '../names/begun.ts'
import type { Reader } from '../records/records.ts'
import { likePrefix, type NameChoice, type Stretch } from './narrowing.ts'

/** Most names of people that one choice is looked up for. */
const MOST_NAMES = 500
const [NAME] = slots.name

/** That a name is one of a choice; `$1` are whole names, `$2` beginnings. */
const isChosen = (column: string): string => `(${column} = any($1::text[]) or lower(${column}) like any($2::text[]))`

// As NAMES_IN_OPERATIONS, or as texts of the operator's own log, where they may be erased.
const PEOPLE = `with ${NAMES_IN_OPERATIONS}
  select actor as name, null::uuid as text_id from a where ${isChosen('actor')}
  union all
  select null, t.text_id from text t where t.customer_id = '~operator' and t.slot = ${NAME} and ${isChosen('t.body')}
  limit ${MOST_NAMES + 1}`

type Found = { customer_id: string; first_seq: bigint; last_seq: bigint }

/** Operations of one customer, or (null) of all, that match; `most` of them at most, and one more where there are more. */
async function operations(
  reader: Reader,
  conditions: readonly string[],
  values: readonly unknown[],
  customerId: string | null,
  most: number,
): Promise<Stretch[]> {
  const given = [...values, most + 1, ...(customerId === null ? [] : [customerId])]
  const own = customerId === null ? '' : ` and customer_id = $${values.length + 2}`
  const parts = conditions.map(
    (one) =>
      `(select customer_id, first_seq, last_seq from operation where ${one}${own} limit $${values.length + 1}::int)`,
  )
  const rows = await reader.query<Found>(parts.join(' union all '), given)
  return rows.map((row) => ({
    customerId: row.customer_id,
    firstSeq: Number(row.first_seq),
    lastSeq: Number(row.last_seq),
  }))
}

/** Operations that came by some channels, at most `most`; one more where there are more. */
export const findByChannel = (
  reader: Reader,
  { only }: NameChoice,
  customerId: string | null,
  most: number,
): Promise<Stretch[]> => operations(reader, ['channel = any($1::text[])'], [only], customerId, most)

/** Operations of some people or programs, at most `most`; one more where there are more; null: too many have such a name. */
export async function findByActor(
  reader: Reader,
  { only, starts = [] }: NameChoice,
  customerId: string | null,
  most: number,
): Promise<Stretch[] | null> {
  const people = await reader.query<{ name: string | null; text_id: string | null }>(PEOPLE, [
    only,
    starts.map(likePrefix),
  ])
  if (people.length > MOST_NAMES) return null
  const names = people.flatMap(({ name }) => name ?? [])
  const texts = people.flatMap(({ text_id }) => text_id ?? [])
  const conditions = ['actor_text = any($1::uuid[])', 'actor_text is null and actor = any($2::text[])']
  return await operations(reader, conditions, [texts, names], customerId, most)
}
