import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { backup } from '../../src/service/backup/backup.ts'
import { blocksIn, blocksOut, kinds } from '../../src/service/backup/blocks.ts'
import { endFrom, type Header, headerFrom } from '../../src/service/backup/header.ts'
import { restore } from '../../src/service/backup/restore.ts'
import { wholeFile } from '../../src/service/backup/whole-file.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { deskOf } from './desk.ts'
import { type Cellar, openCellar } from './ledger.ts'
import { createDatabase, dropDatabase } from './server.ts'

/** Backups of other releases: an older one is brought to this one on the way, one of a newer is refused. */

const folder = mkdtempSync(join(tmpdir(), 'whence-older-'))
const file = join(folder, 'ledger.backup')
const made: string[] = []
let cellar: Cellar

/** What the last migration of the release before does not know yet; no row of it stands in a new ledger. */
const NEW = { table: 'restoration', migration: 33 }

beforeAll(async () => {
  cellar = await openCellar()
  const { store } = await cellar.ledger()
  await deskOf(store)('open_customer', 'ann', { name: 'Ann', currency: 'USD' })
  await wholeFile(file, (sink) => backup(store, sink))
})
afterAll(async () => {
  for (const name of made) await dropDatabase(inject('server'), name)
  await cellar.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Writes the backup again with another header; rows keep to their tables by name. */
async function rewritten(name: string, change: (header: Header) => Header): Promise<string> {
  const path = join(folder, name)
  await wholeFile(path, async (sink) => {
    const blocks = blocksIn(createReadStream(file))
    const header = headerFrom((await blocks.next()).value.body)
    const changed = change(header)
    const out = await blocksOut(sink, header.extent)
    await out.add(kinds.header, Buffer.from(JSON.stringify(changed)))
    for await (const { kind, body } of blocks) {
      if (kind === kinds.rows) {
        const table = header.tables[body.readUInt16BE()]?.name
        body.writeUInt16BE(changed.tables.findIndex((one) => one.name === table))
      } else expect(endFrom(body).counts[NEW.table]).toBe(0)
      await out.add(kind, body)
    }
  })
  return path
}

async function restored(path: string) {
  const name = `older_${process.pid}_${Date.now()}_${made.length}`
  made.push(name)
  const source = createReadStream(path)
  const url = await createDatabase(inject('server'), name)
  return await restore(url, [source], { verify }).finally(() => source.destroy())
}

test('one from before a migration is restored as it was, then brought to this release, and verifies', async () => {
  const older = await rewritten('older', (header) => ({
    ...header,
    migrations: header.migrations.filter(({ number }) => number !== NEW.migration),
    tables: header.tables.filter(({ name }) => name !== NEW.table),
  }))
  const { migrated, verified } = await restored(older)
  expect(migrated).toEqual(['restorations'])
  expect(verified?.findings).toEqual([])
})

test('one of a later release, or with another migration of the same number, says which release is needed', async () => {
  const strange = { number: 9999, name: 'to-come', sha256: 'f' }
  const later = await rewritten('later', (header) => ({
    ...header,
    release: '7.0.0',
    migrations: [...header.migrations, strange],
  }))
  await expect(restored(later)).rejects.toThrow(
    /^The backup has migration 9999 \(to-come\), which this release does not: restore with release 7\.0\.0, which made it/,
  )
  const other = await rewritten('other', (header) => ({
    ...header,
    migrations: header.migrations.map((one) => (one.number === 1 ? { ...one, sha256: 'f' } : one)),
  }))
  await expect(restored(other)).rejects.toThrow(/^The backup has migration 1 /)
})
