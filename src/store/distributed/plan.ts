import { type Place, type Placement, placements } from './placement.ts'

/** The database cannot be distributed, in a sentence that says what to do. */
export class DistributionFault extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'DistributionFault'
  }
}

/** One statement of the plan; each is a transaction of its own, and what it did stays when a later one fails. */
export type Step = {
  readonly table: string
  /** `spread`: the table takes its place, with its rows. `clear`: the coordinator's own copy of these rows goes. */
  readonly does: 'spread' | 'clear'
  readonly sql: string
}

/** The table whose rows decide on which node a customer stands; the others stand beside it. */
const FIRST = 'customer_head'

/** Parts that a table is cut into where nobody says how many. */
export const PARTS = 64
/** Most parts: each is a table with its indexes on some node. */
export const MOST_PARTS = 1024

/**
 * The statements that turn a plain database with whatever is in it into a distributed one, in their order. Tables that
 * others may refer to come first: those that are whole everywhere, then heads, then what stands beside them. A copy is
 * cleared when every table stands in its place.
 */
export function planOf(parts: number = PARTS): readonly Step[] {
  const rows = Object.entries(placements)
  const spread = [
    ...rows.filter(([, { place }]) => place.kind === 'reference'),
    ...rows.filter(([table]) => table === FIRST),
    ...rows.filter(([table, one]) => table !== FIRST && isByCustomer(one)),
    ...rows.filter(([, one]) => one.place.kind === 'distributed' && !isByCustomer(one)),
  ]
  return [
    ...spread.map(([table, { place }]): Step => ({ table, does: 'spread', sql: spreading(table, place, parts) })),
    ...spread.map(
      ([table]): Step => ({
        table,
        does: 'clear',
        sql: `select truncate_local_data_after_distributing_table('${table}')`,
      }),
    ),
  ]
}

const isByCustomer = ({ place }: Placement): boolean => place.kind === 'distributed' && place.by === 'customer_id'

function spreading(table: string, place: Place, parts: number): string {
  if (place.kind !== 'distributed') return `select create_reference_table('${table}')`
  const beside =
    place.by === 'customer_id' && table !== FIRST
      ? `colocate_with => '${FIRST}'`
      : `colocate_with => 'none', shard_count => ${parts}`
  return `select create_distributed_table('${table}', '${place.by}', ${beside})`
}

/** Where a table stands by the catalog of Citus; `by` and `group` are null where it is not spread by a column. */
export type Standing = {
  readonly table: string
  readonly kind: Place['kind']
  readonly by: string | null
  /** tables of one group are cut alike: rows of a customer stand on one node */
  readonly group: number | null
  /** whether the coordinator still has rows of its own, beside those that are spread */
  readonly hasCopy: boolean
}

/**
 * What of the plan is not done yet, by where the tables stand: all of it on a plain database, nothing on a finished one.
 * Throws DistributionFault where a table stands elsewhere than it should: somebody else has placed it.
 */
export function stepsLeft(standings: readonly Standing[], parts: number = PARTS): readonly Step[] {
  const of = new Map(standings.map((one) => [one.table, one]))
  const group = of.get(FIRST)?.group ?? null
  for (const standing of standings) {
    const wrong = wrongOf(standing, group)
    if (wrong !== null) throw new DistributionFault(wrong)
  }
  return planOf(parts).filter(({ table, does }) => {
    const standing = of.get(table)
    const isSpread = standing !== undefined && standing.kind !== 'local'
    return does === 'spread' ? !isSpread : !isSpread || standing.hasCopy
  })
}

/** What is wrong with where a table stands; null where it is in its place, or not spread yet. */
function wrongOf({ table, kind, by, group }: Standing, ofHeads: number | null): string | null {
  const place = placements[table]?.place
  if (place === undefined || kind === 'local') return null
  if (place.kind !== kind) return `Table ${table} stands as a ${kind} table, not as a ${place.kind} one. ${UNDO}`
  if (place.kind !== 'distributed') return null
  if (place.by !== by) return `Table ${table} is distributed by ${by}, not by ${place.by}. ${UNDO}`
  if (place.by === 'customer_id' && ofHeads !== group)
    return `Table ${table} is not cut like ${FIRST}, so that rows of one customer stand on several nodes. ${UNDO}`
  return null
}

const UNDO = 'Take it back by select undistribute_table(…), then give the command again.'
