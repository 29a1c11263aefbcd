import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from, to } from 'pg-copy-streams'
import { lasting } from '../measure.ts'
import { clientOf } from './client.ts'

/** The tables of history that a charge without words writes, and which of their rows belong to a used key `i`. */
const tables = {
  record: 't.seq between i.first_seq and i.last_seq',
  operation: 't.first_seq = i.first_seq',
  idempotency: 't.first_seq = i.first_seq',
} as const

type Kept = { readonly table: string; readonly chunks: readonly Buffer[] }

/**
 * Writes the history of the operations with such keys (`i`) once more, by COPY into tables of the same form, indexes included,
 * in one transaction. The milliseconds of writing alone.
 */
export async function bareCopy(home: string, keys: string): Promise<number> {
  const client = await clientOf(home)
  try {
    await client.query('create schema bare')
    const kept: Kept[] = []
    for (const [table, rows] of Object.entries(tables)) {
      await client.query(`create table bare.${table} (like public.${table} including all)`)
      kept.push({ table, chunks: await readRows(client, table, rows, keys) })
    }
    return (await lasting(() => writeRows(client, kept))).ms
  } finally {
    await client.query('drop schema if exists bare cascade')
    await client.end()
  }
}

async function readRows(client: pg.Client, table: string, rows: string, keys: string): Promise<Buffer[]> {
  const query = `copy (select t.* from public.${table} t join public.idempotency i on i.customer_id = t.customer_id
    and ${keys} and ${rows}) to stdout (format binary)`
  const chunks: Buffer[] = []
  for await (const chunk of client.query(to(query))) chunks.push(chunk as Buffer)
  return chunks
}

async function writeRows(client: pg.Client, kept: readonly Kept[]): Promise<void> {
  await client.query('begin')
  for (const { table, chunks } of kept) {
    const stream = client.query(from(`copy bare.${table} from stdin (format binary)`))
    await pipeline(Readable.from(chunks), stream)
  }
  await client.query('commit')
}
