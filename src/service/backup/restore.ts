import type { KeyObject } from 'node:crypto'
import { addRows, brokenEnd, countRows, extentOf, makeRoom } from '../../store/backup/rows-out.ts'
import { begin, end, fill, giveUp, makeReady, makeTables, type NotEmpty } from '../../store/backup/target.ts'
import { releasedMigrations } from '../../store/migrations/migrate.ts'
import type { Session } from '../../store/session/session.ts'
import { inTransaction, openStore, type Store } from '../../store/session/store.ts'
import { takeOverRows } from '../ledger/pins.ts'
import type { Verified } from '../verify/verify.ts'
import { rowsFrom } from './backup.ts'
import { type Block, blocksIn, kinds } from './blocks.ts'
import { BackupFault } from './fault.ts'
import { type End, endFrom, type Header, headerFrom } from './header.ts'
import { standStill } from './standstill.ts'

export type Restored = {
  readonly extent: Header['extent']
  readonly rows: number
  /** the names of the migrations that are newer than the backup */
  readonly migrated: readonly string[]
  /** what verifying came to; null: it was not asked for */
  readonly verified: Verified | null
}

export type RestoreOptions = {
  /** the private key that a sealed backup is opened with */
  readonly key?: KeyObject | undefined
  /** verifies what was restored; null: nothing does */
  readonly verify: ((store: Store) => Promise<Verified>) | null
  readonly progress?: ((table: string, rows: number) => void) | undefined
  readonly say?: ((line: string) => void) | undefined
}

/**
 * Restores a backup, and those that go on from it, into an empty database: its tables as they were, then brought to this release, and proved to be what
 * the backup says: heads, ends of chains, counts, and all that verifying holds. All of it or nothing: until the end no
 * server starts on it, and what a restore has left that was killed is cleared by the next. Throws BackupFault.
 */
export async function restore(
  url: string,
  sources: readonly AsyncIterable<Buffer>[],
  options: RestoreOptions,
): Promise<Restored> {
  const parts: Part[] = []
  for (const source of sources) parts.push(await partOf(source, options.key))
  const [first] = parts
  const header = parts.at(-1)?.header
  if (first === undefined || header === undefined) throw new Error('Bug: nothing is to be restored')
  if (first.header.since !== null) throw new BackupFault(NOT_WHOLE)
  const numbers = await knownMigrations(header)
  const refused = await begin(url)
  if (refused !== null) throw new BackupFault(toldNotEmpty(refused))
  try {
    await makeTables(url, numbers)
    const rows = await bring(url, parts, options)
    const migrated = await makeTables(url)
    await makeReady(url)
    const verified = await prove(url, options)
    await putOnRecord(url, header)
    await end(url)
    return { extent: header.extent, rows, migrated: migrated.map(({ name }) => name), verified }
  } catch (error) {
    // where that fails too, the next restore clears it
    await giveUp(url).catch(() => {})
    throw error
  }
}

/** A file, read up to its header. */
type Part = { readonly header: Header; readonly blocks: AsyncGenerator<Block> }

const NOT_WHOLE = 'This backup goes on from another one: give that one first, and those between, in their order.'

async function partOf(source: AsyncIterable<Buffer>, key: KeyObject | undefined): Promise<Part> {
  const blocks = blocksIn(source, key)
  const { value } = await blocks.next()
  if (value?.kind !== kinds.header)
    throw new BackupFault('The backup does not begin with its header. Take another one.')
  return { header: headerFrom(value.body), blocks }
}

/** The numbers of the migrations that the backup has, where this release has all of them. */
async function knownMigrations({ migrations, release }: Header): Promise<ReadonlySet<number>> {
  const ours = await releasedMigrations()
  const strange = migrations.find(
    (one) => !ours.some(({ number, sha256 }) => number === one.number && sha256 === one.sha256),
  )
  if (strange !== undefined)
    throw new BackupFault(
      `The backup has migration ${strange.number} (${strange.name}), which this release does not: restore with release ${release}, which made it, or a later one.`,
    )
  return new Set(migrations.map(({ number }) => number))
}

function toldNotEmpty({ reason, names }: NotEmpty): string {
  if (reason === 'others')
    return `Others are connected to this database: ${names.join(', ')}. Stop every server and command on it, then give the command again.`
  const what = reason === 'ledger' ? 'There is a ledger already' : `There are tables already (${names.join(', ')})`
  return `${what} in this database, and a backup is restored into an empty one only: name another WHENCE_HOME, or another database by DATABASE_URL.`
}

/** Copies all rows in one transaction, and looks whether they are those that the backup says; answers how many. */
async function bring(url: string, parts: readonly Part[], { progress }: RestoreOptions): Promise<number> {
  const store = await openStore(url, { asOwner: true, size: 1 })
  try {
    const last = await inTransaction(store, async (session) => {
      let said: Said | undefined
      await fill(session, async () => {
        for (const part of parts) {
          checkFollows(part.header, said)
          if (said !== undefined) await makeRoom(session, part.header.tables)
          said = await addBlocks(session, part, progress)
        }
      })
      if (said === undefined) throw new Error('Bug: nothing was restored')
      return said
    })
    await inTransaction(store, (session) => compare(session, last), 'repeatable read')
    return Object.values(last.counts).reduce((sum, count) => sum + count, 0)
  } finally {
    await store.close()
  }
}

/** What a file has said, when all of it is read. */
type Said = { readonly header: Header; readonly counts: End['counts']; readonly hash: string }

function checkFollows({ since, migrations, tables }: Header, before: Said | undefined): void {
  if (before === undefined) return
  if (since === null || since.hash !== before.hash)
    throw new BackupFault('A backup does not go on from the one before it: give them in their order, none left out.')
  const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
  if (!isSame(migrations, before.header.migrations) || !isSame(tables, before.header.tables))
    throw new BackupFault('A backup goes on from one of another release: back up the whole ledger after an upgrade.')
}

async function addBlocks(
  session: Session,
  { header, blocks }: Part,
  progress: RestoreOptions['progress'],
): Promise<Said> {
  let total = 0
  for await (const { kind, body, hash } of blocks) {
    if (kind === kinds.end) return { header, counts: endFrom(body).counts, hash }
    const { table: no, count, rows } = rowsFrom(body)
    const table = header.tables[no]
    if (kind !== kinds.rows || table === undefined) throw new BackupFault('The backup has a block of an unknown kind.')
    await addRows(session, table, rows)
    total += count
    progress?.(table.name, total)
  }
  throw new BackupFault('The backup is not whole: its last block is missing.')
}

/** The proof that these are the rows that were backed up, before anything is made of them. */
async function compare(session: Session, { header, counts }: Said): Promise<void> {
  const { extent, tables } = header
  for (const table of tables) {
    const count = await countRows(session, table)
    if (count !== counts[table.name])
      throw new BackupFault(
        `Of table ${table.name} ${count} rows are there, and the backup says ${counts[table.name]}.`,
      )
  }
  const { heads, position, records } = await extentOf(session)
  if (heads !== extent.heads || position !== extent.position || records !== extent.records)
    throw new BackupFault('What was restored does not end where the backup says: heads or log position differ.')
  const customer = await brokenEnd(session)
  if (customer !== null)
    throw new BackupFault(`The records of customer ${customer} do not end in the one that his head says.`)
}

async function putOnRecord(url: string, { extent }: Header): Promise<void> {
  const store = await openStore(url)
  await takeOverRows(store)
    .then(() => standStill(store, extent))
    .finally(store.close)
}

async function prove(url: string, { verify, say }: RestoreOptions): Promise<Verified | null> {
  if (verify === null) return null
  say?.('Verifying what was restored.')
  const store = await openStore(url)
  const verified = await verify(store).finally(store.close)
  const [first] = verified.findings
  if (first === undefined) return verified
  throw new BackupFault(
    `What was restored does not verify, ${verified.findings.length} findings; the first: ${first.customerId}${first.seq === null ? '' : ` #${first.seq}`}: ${first.what}. To have it as it was backed up, give --no-verify, then "whence verify".`,
  )
}
