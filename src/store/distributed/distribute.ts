import type pg from 'pg'
import { connected } from '../session/connected.ts'
import { othersOn } from './others.ts'
import { placements } from './placement.ts'
import { DistributionFault, type Standing, type Step, stepsLeft } from './plan.ts'

/** The oldest Citus that the plan is written for: its tables are known to every node. */
const OLDEST_CITUS = 11

const EXTENSION = `select extversion as version from pg_extension where extname = 'citus'`

const NODES = `select count(*)::integer as count from pg_dist_node where isactive and shouldhaveshards`

// On a table that is spread, what the relation itself still holds is the coordinator's own copy.
const STANDINGS = `select c.relname as "table",
    case when p.logicalrelid is null then 'local' when p.partmethod = 'h' then 'distributed'
      when p.repmodel = 't' then 'reference' else 'local' end as kind,
    case when p.partmethod = 'h' then column_to_column_name(p.logicalrelid, p.partkey) end as by,
    case when p.partmethod = 'h' then p.colocationid end as "group",
    pg_relation_size(c.oid) > 0 as "hasCopy"
  from pg_class c left join pg_dist_partition p on p.logicalrelid = c.oid
  where c.relnamespace = current_schema::regnamespace and c.relkind = 'r' and c.relname = any($1)`

/** How a distribution goes on; each line is said when its step begins. */
export type Told = (step: Step, no: number, of: number) => void

/**
 * Turns a database into a distributed one: a migrated one of a coordinator that knows its nodes, with whatever is in it,
 * that nobody is connected to. Each table is a transaction; killed in the middle, the next call does what is left. Answers
 * how many steps there were. Throws DistributionFault, which says what to do, where the extension, the nodes or the tables
 * are missing, where somebody is connected, and where all of it is done already. Not yet run on a real Citus.
 */
export async function distribute(url: string, parts: number, tell: Told): Promise<number> {
  return await connected(url, async (client) => {
    await checkExtension(client)
    await checkNobodyElse(client)
    await checkNodes(client)
    const { rows } = await client.query<Standing>(STANDINGS, [Object.keys(placements)])
    const left = stepsLeft(rows, parts)
    if (left.length === 0)
      throw new DistributionFault('This database is distributed already: every table stands in its place.')
    for (const [at, step] of left.entries()) {
      tell(step, at + 1, left.length)
      await client.query(step.sql)
    }
    return left.length
  })
}

async function checkExtension(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: string }>(EXTENSION)
  const [citus] = rows
  if (citus === undefined)
    throw new DistributionFault(
      'There is no Citus in this database: install it on every node, then, in this database on each of them, ' +
        '"create extension citus", and here citus_set_coordinator_host and citus_add_node; see docs/scale.md.',
    )
  if (Number.parseInt(citus.version, 10) < OLDEST_CITUS)
    throw new DistributionFault(`Citus ${citus.version} is too old: ${OLDEST_CITUS} or newer is needed.`)
}

async function checkNobodyElse(client: pg.Client): Promise<void> {
  const others = await othersOn(client)
  if (others.length === 0) return
  throw new DistributionFault(
    `Others are connected to this database: ${others.join(', ')}. Stop every server and command on it, then give the ` +
      'command again.',
  )
}

async function checkNodes(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ count: number }>(NODES)
  if ((rows[0]?.count ?? 0) > 0) return
  throw new DistributionFault(
    'This coordinator knows no node that takes rows: add them by select citus_add_node(…), then give the command again.',
  )
}
