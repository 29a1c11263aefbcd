import type { KeyObject } from 'node:crypto'
import { isOnlyAdded } from '../../store/backup/kept.ts'
import {
  type BackedUpTable,
  countRows,
  extentOf,
  hashAt,
  isSpread,
  readTable,
  tablesOf,
} from '../../store/backup/rows-out.ts'
import { appliedMigrations } from '../../store/migrations/schema.ts'
import type { Session } from '../../store/session/session.ts'
import { inTransaction, type Store } from '../../store/session/store.ts'
import { type BlocksOut, blocksOut, kinds, type Sink } from './blocks.ts'
import { BackupFault } from './fault.ts'
import { type Header, ownRelease } from './header.ts'

/** Bytes of rows that are gathered into one block, but for a single row that is longer. */
const GATHERED = 2 ** 20
/** Before the rows of a block: the number of its table, and how many rows they are. */
const ROWS_HEAD = 6

export type BackedUp = Header['extent'] & { readonly bytes: number; readonly hash: string }

/** What an earlier backup is: how far the log goes in it, the hash of the record there, and the hash that it ends in. */
export type Mark = { readonly position: string; readonly at: string; readonly hash: string }

export type BackupOptions = {
  /** whose key it is sealed to; without one it is not */
  readonly recipient?: KeyObject | undefined
  /** what it goes on from: of what is only added it holds what is newer; without, all */
  readonly since?: Mark | null | undefined
  /** told after each block: which table, and how many rows were written in all */
  readonly progress?: ((table: string, rows: number) => void) | undefined
}

/**
 * Writes the whole ledger as it is at one moment, or what is newer than an earlier backup, while others go on; a few
 * blocks at a time are at hand. Throws
 * BackupFault where the tables stand on several nodes, of which no one moment is to be had.
 */
export function backup(
  store: Store,
  sink: Sink,
  { recipient, since = null, progress }: BackupOptions = {},
): Promise<BackedUp> {
  return inTransaction(
    store,
    async (session) => {
      if (await isSpread(session)) throw new BackupFault(SPREAD)
      const header: Header = {
        release: ownRelease(),
        extent: await extentOf(session),
        since: since && { position: since.position, hash: since.hash },
        migrations: await appliedMigrations(session),
        tables: await tablesOf(session),
      }
      if (since !== null && since.at !== (await hashAt(session, since.position))) throw new BackupFault(STRANGE)
      const blocks = await blocksOut(sink, header.extent, recipient)
      await blocks.add(kinds.header, jsonOf(header))
      const counts: Record<string, number> = {}
      let rows = 0
      for (const [no, table] of header.tables.entries()) {
        const from = since === null ? null : BigInt(since.position)
        const written = await addTable(session, blocks, { no, table, from }, (more) => {
          rows += more
          progress?.(table.name, rows)
        })
        counts[table.name] = from !== null && isOnlyAdded(table.name) ? await countRows(session, table) : written
      }
      await blocks.add(kinds.end, jsonOf({ counts }))
      return { ...header.extent, ...blocks.end() }
    },
    'repeatable read',
  )
}

const SPREAD =
  'The tables of this database stand on several nodes, of which no one moment is to be had: back up the nodes themselves, as docs/scale.md says.'

const STRANGE =
  'The backup that this one should go on from is of another ledger, or of one from before a restore: back up all of it.'

const jsonOf = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))

type Numbered = { readonly no: number; readonly table: BackedUpTable; readonly from: bigint | null }

/** Writes the rows of a table; answers how many they were. */
async function addTable(
  session: Session,
  blocks: BlocksOut,
  { no, table, from }: Numbered,
  told: (rows: number) => void,
): Promise<number> {
  let page = openPage()
  let total = 0
  let written = Promise.resolve()
  const flush = (): Promise<void> => {
    const { bytes, at, rows } = page
    bytes.writeUInt16BE(no)
    bytes.writeUInt32BE(rows, 2)
    page = openPage()
    total += rows
    written = written.then(async () => {
      await blocks.add(kinds.rows, bytes.subarray(0, at))
      told(rows)
    })
    return written
  }
  await readTable(session, table, from, (row) => {
    const before = page.rows > 0 && page.at + row.length > page.bytes.length ? flush() : undefined
    if (page.at + row.length > page.bytes.length) page = openPage(ROWS_HEAD + row.length)
    page.bytes.set(row, page.at)
    page.at += row.length
    page.rows += 1
    return before
  })
  if (page.rows > 0) void flush()
  await written
  return total
}

/** Rows on their way into a block. */
type Page = { readonly bytes: Buffer; at: number; rows: number }

const openPage = (length = GATHERED): Page => ({ bytes: Buffer.allocUnsafe(length), at: ROWS_HEAD, rows: 0 })

/** The rows of a block, as `backup` writes them. */
export const rowsFrom = (body: Buffer) => ({
  table: body.readUInt16BE(),
  count: body.readUInt32BE(2),
  rows: body.subarray(ROWS_HEAD),
})
