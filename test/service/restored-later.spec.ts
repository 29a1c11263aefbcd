import { createReadStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { backup } from '../../src/service/backup/backup.ts'
import { markOf } from '../../src/service/backup/blocks.ts'
import { restore } from '../../src/service/backup/restore.ts'
import { makeKeys, openingKey, recipientKey } from '../../src/service/backup/sealing.ts'
import { wholeFile } from '../../src/service/backup/whole-file.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { sequenceAll } from '../../src/service/work/sequencer.ts'
import { openStore, type Store } from '../../src/store/session/store.ts'
import { deskOf, inShort } from './desk.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'
import { createDatabase, dropDatabase } from './server.ts'

/** Backups that go on from another one: of what is only added they hold what is newer, and together they are the ledger. */

const folder = mkdtempSync(join(tmpdir(), 'whence-later-'))
const made: string[] = []
const pair = makeKeys()
let cellar: Cellar
let ledger: Ledger
let files: readonly string[]
let heads: readonly object[]

beforeAll(async () => {
  cellar = await openCellar()
  ledger = await cellar.ledger()
  await ask('open_customer', 'ann', { name: 'Ann', currency: 'USD' })
  for (let no = 0; no < 300; no += 1) await charge('ann')
  await ask('add_note', 'ann', { text: 'a secret' })
  await sequence()
  // what has no position yet comes again with the next
  await charge('ann')
  const whole = await backedUp('whole')
  await ask('open_customer', 'bob', { name: 'Bob', currency: 'EUR' })
  await charge('ann')
  const [{ text_id: id = '' } = {}] = await ledger.query<{ text_id: string }>(
    "select text_id from text where body = 'a secret'",
  )
  await ask('erase_text', 'ann', { text_id: id, reason: 'asked for' })
  await sequence()
  await charge('bob')
  const later = await backedUp('later', whole)
  await sequence()
  await charge('bob')
  files = [whole, later, await backedUp('last', later)]
  heads = await headsOf(ledger.store)
})
afterAll(async () => {
  for (const name of made) await dropDatabase(inject('server'), name)
  await cellar.close()
  rmSync(folder, { recursive: true, force: true })
})

const sequence = () => sequenceAll(ledger.store, '01a20366-3d7c-7259-a1ac-0a4df881e1ba')

async function ask(op: Parameters<ReturnType<typeof deskOf>>[0], customerId: string, body: object): Promise<void> {
  expect([op, inShort(await deskOf(ledger.store)(op, customerId, body))]).toEqual([op, 'done'])
}
const charge = (customerId: string) => ask('book_charge', customerId, { amount: '1.00', service: 'voice' })

const headsOf = (store: Store) =>
  store.query("select customer_id, seq, hash from customer_head where customer_id <> '~operator' order by 1")

async function backedUp(name: string, since?: string): Promise<string> {
  const path = join(folder, name)
  const from = since === undefined ? null : await markOf(createReadStream(since))
  const recipient = recipientKey(pair.publicKey)
  await wholeFile(path, (sink) => backup(ledger.store, sink, { since: from, recipient }))
  return path
}

async function restored(paths: readonly string[]): Promise<Store> {
  const name = `later_${process.pid}_${Date.now()}_${made.length}`
  made.push(name)
  const url = await createDatabase(inject('server'), name)
  const sources = paths.map((path) => createReadStream(path))
  await restore(url, sources, { verify, key: openingKey(pair.privateKey) }).finally(() => {
    for (const source of sources) source.destroy()
  })
  return await openStore(url, { size: 2 })
}

test('in their order they are the ledger as it was at the last; what was erased meanwhile does not come back', async () => {
  const store = await restored(files)
  expect(await headsOf(store)).toEqual(heads)
  expect((await verify(store, { decide: true })).findings).toEqual([])
  expect(await store.query("select 1 from text where body = 'a secret'")).toEqual([])
  await store.close()
})

test('each of them is a state by itself, with those before it', async () => {
  const store = await restored(files.slice(0, 2))
  const [before] = await headsOf(store)
  expect(before).toEqual(heads[0])
  expect(await headsOf(store)).not.toEqual(heads)
  await store.close()
})

test('one that goes on from another holds a fraction of it', () => {
  const [whole = 0, later = 0] = files.map((path) => statSync(path).size)
  expect(later).toBeLessThan(whole / 2)
})

test('alone, out of order, with one left out, or behind one that it does not go on from, they are refused', async () => {
  const [whole = '', later = '', last = ''] = files
  const another = await backedUp('another')
  for (const paths of [[later], [later, whole], [whole, last], [whole, last, later], [another, later], [whole, whole]])
    await expect(restored(paths)).rejects.toThrow(/go(es)? on from/)
})

test('none goes on from one of another ledger', async () => {
  const other = await cellar.ledger()
  await deskOf(other.store)('open_customer', 'eve', { name: 'Eve', currency: 'USD' })
  await expect(
    wholeFile(join(folder, 'never'), async (sink) =>
      backup(other.store, sink, { since: await markOf(createReadStream(files[0] ?? '')) }),
    ),
  ).rejects.toThrow('is of another ledger')
})
