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

/** Without a customer where there is no operation, or where there are too many. */
type Found = { customer_id: string | null; first_seq: bigint; last_seq: bigint; is_many: boolean }

/** Operations of one customer, or (null) of all, that match; null: they made more than `most` records. */
async function operations(
  reader: Reader,
  conditions: readonly string[],
  values: readonly unknown[],
  customerId: string | null,
  most: number,
): Promise<Stretch[] | null> {
  const given = [...values, most + 1, ...(customerId === null ? [] : [customerId])]
  const tooMany = `$${values.length + 1}::int`
  const own = customerId === null ? '' : ` and customer_id = $${values.length + 2}`
  const parts = conditions.map(
    (one) => `(select customer_id, first_seq, last_seq from operation where ${one}${own} limit ${tooMany})`,
  )
  // of more than are wanted none goes over the wire
  const rows = await reader.query<Found>(
    `with found as materialized (${parts.join(' union all ')}),
          made as (select coalesce(sum(last_seq - first_seq + 1), 0) >= ${tooMany} as is_many from found)
     select customer_id, first_seq, last_seq, is_many from made left join found on not is_many`,
    given,
  )
  if (rows[0]?.is_many === true) return null
  return rows.flatMap(({ customer_id: owner, first_seq: first, last_seq: last }) =>
    owner === null ? [] : [{ customerId: owner, firstSeq: Number(first), lastSeq: Number(last) }],
  )
}

/** Operations of some channels; null: they made more than `most` records. */
export const findByChannel = (
  reader: Reader,
  { only }: NameChoice,
  customerId: string | null,
  most: number,
): Promise<Stretch[] | null> => operations(reader, ['channel = any($1::text[])'], [only], customerId, most)

/** Operations of some people or programs; null: they made more than `most` records, or too many have such a name. */
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
