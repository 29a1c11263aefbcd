import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { backup } from '../../src/service/backup/backup.ts'
import { BackupFault } from '../../src/service/backup/fault.ts'
import { restore } from '../../src/service/backup/restore.ts'
import { release, standstillOf } from '../../src/service/backup/standstill.ts'
import { wholeFile } from '../../src/service/backup/whole-file.ts'
import { openMailer } from '../../src/service/mail/mail.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { NumbersStandStill, storeFault } from '../../src/store/session/faults.ts'
import { openStore, type Store } from '../../src/store/session/store.ts'
import { ada, deskOf, inShort } from './desk.ts'
import { type Cellar, openCellar } from './ledger.ts'
import { makeOverdue } from './overdue.ts'
import { createDatabase, dropDatabase } from './server.ts'
import { openSink } from './sink.ts'

/** After a restore nothing goes out twice: letters are held, no number is given, until the operator says what went out. */

const folder = mkdtempSync(join(tmpdir(), 'whence-restored-'))
const file = join(folder, 'ledger.backup')
const made: string[] = []
let cellar: Cellar
let store: Store

beforeAll(async () => {
  cellar = await openCellar()
  const ledger = await cellar.ledger()
  const ask = deskOf(ledger.store)
  await ask('open_customer', 'ann', { name: 'Ann', currency: 'USD' })
  for (const _ of [1, 2]) expect(inShort(await ask('issue_invoice', 'ann', bill))).toBe('done')
  await makeOverdue(ledger.store, 'john', 'send', 'john.doe@example.com')
  await wholeFile(file, (sink) => backup(ledger.store, sink))
})
beforeEach(async () => {
  await store?.close()
  store = await openStore(await restored())
})
afterAll(async () => {
  await store?.close()
  for (const name of made) await dropDatabase(inject('server'), name)
  await cellar.close()
  rmSync(folder, { recursive: true, force: true })
})

const bill = { lines: [{ description: 'Calls', amount: '10.00' }] }

async function restored(): Promise<string> {
  const name = `still_${process.pid}_${Date.now()}_${made.length}`
  made.push(name)
  const url = await createDatabase(inject('server'), name)
  await restore(url, [createReadStream(file)], { verify })
  return url
}

const ask = (...args: Parameters<ReturnType<typeof deskOf>>) => deskOf(store)(...args)
const findings = async () => (await verify(store)).findings.map(({ what }) => what)

async function sent(): Promise<number> {
  const sink = await openSink()
  const mailer = openMailer(store, { smtpUrl: sink.url, from: 'billing@example.org' })
  await mailer.sendDue()
  mailer.close()
  await sink.close()
  return sink.received.length
}

test('what needs a number is refused in a sentence, all else is done, and the ledger verifies', async () => {
  const refused = await ask('issue_invoice', 'ann', bill, 'once').catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(NumbersStandStill)
  expect(storeFault(refused)).toBe('still')
  await expect(ask('receive_payment', 'ann', { amount: '1.00' })).rejects.toThrow(/no numbers are given until you say/)
  expect(inShort(await ask('receive_payment', 'ann', { amount: '1.00', xdr_id: '900001' }))).toBe('done')
  expect(inShort(await ask('add_note', 'ann', { text: 'call her' }))).toBe('done')
  expect(await findings()).toEqual([])
  expect((await standstillOf(store))?.still.map(({ counter }) => counter)).toEqual(['invoice', 'credit_note', 'xdr'])
})

test('numbers go on behind the last that went out, those between are lost, on record and verified', async () => {
  await ask('issue_invoice', 'ann', bill, 'once').catch(() => {})
  await release(store, { numbers: { invoice: 7n, xdr: 500_000n } }, ada)
  expect(await findings()).toEqual([])
  const issued = await ask('issue_invoice', 'ann', bill, 'once')
  expect(inShort(issued)).toBe('done')
  const [row] = await store.query<{ id: string }>(
    "select max(id) as id from directory where kind = 1 and id like 'INV-%'",
  )
  expect(row?.id).toBe('INV-000008')
  const [charge] = await store.query<{ id: bigint }>("select max(xdr_id) as id from record where customer_id = 'ann'")
  expect(charge?.id).toBeGreaterThan(500_000n)
  const { restoration, still } = (await standstillOf(store)) ?? {}
  expect(restoration?.numbers).toMatchObject({ invoice: { last: '7', lost: ['3', '7'] }, xdr: { last: '500000' } })
  expect(still).toEqual([{ counter: 'credit_note', given: 0n }])
  expect(await findings()).toEqual([])
})

test('where nothing went out nothing is lost; a number below what is known, and one that goes on, are refused', async () => {
  await expect(release(store, { numbers: { invoice: 1n } }, ada)).rejects.toThrow(/has given number 2 of invoices/)
  await release(store, { numbers: { invoice: 'none', credit_note: 'none', xdr: 'none' } }, ada)
  await expect(release(store, { numbers: { invoice: 9n } }, ada)).rejects.toThrow(BackupFault)
  expect(inShort(await ask('issue_invoice', 'ann', bill))).toBe('done')
  const rows = await store.query<{ id: string }>(
    "select id from directory where kind = 1 and id like 'INV-%' order by id",
  )
  expect(rows.map(({ id }) => id)).toEqual(['INV-000001', 'INV-000002', 'INV-000003'])
  expect(await findings()).toEqual([])
})

test('a counter of xDR ids that would give again what it gave is found', async () => {
  const set = async (next: number) => {
    await store.query('update xdr_counter set next = $1', [next])
    return (await findings()).filter((what) => what.includes('xdr_counter'))
  }
  await release(store, { numbers: { xdr: 777_777_776n } }, ada)
  await ask('book_charge', 'ann', { amount: '1.00', service: 'voice' })
  expect(await set(777_777_777)).toEqual(['table xdr_counter: next is 777777777, and 777777777 was drawn'])
  expect(await set(777_779_000)).toEqual([])
})

test('no letter goes out before the operator says so; then each goes once', async () => {
  expect(await sent()).toBe(0)
  expect((await standstillOf(store))?.queued).toBe(1)
  await release(store, { letters: 'send', numbers: {} }, ada)
  expect([await sent(), await sent()]).toEqual([1, 0])
  await expect(release(store, { letters: 'drop', numbers: {} }, ada)).rejects.toThrow('Letters are not held any more.')
  expect(await findings()).toEqual([])
})

test('letters that are let go are never sent, and each says so on record', async () => {
  await release(store, { letters: 'drop', numbers: {} }, ada)
  expect(await sent()).toBe(0)
  const [message] = await store.query<{ because: number }>("select because from message where customer_id = 'john'")
  expect(message?.because).toBe(241)
  expect(await findings()).toEqual([])
})

test('what is said of a restore is held by the log: changed behind its back, it is found', async () => {
  const owner = await openStore(await restored(), { asOwner: true, size: 1 })
  await owner.query("update restoration set letters = 'sent'")
  await owner.query('update number_sequence set next = 3 where name = $1', ['invoice'])
  const { findings: found } = await verify(owner)
  await owner.close()
  expect(found.map(({ what }) => what)).toEqual([
    'table restoration 1: the row is not as it says',
    'counter invoice: it goes on, and nothing was said of it',
  ])
})

test('a backup of a ledger that stands still is restored as one that stands still, of which something is to be said again', async () => {
  const again = join(folder, `again-${made.length}.backup`)
  await wholeFile(again, (sink) => backup(store, sink))
  const name = `still_${process.pid}_${Date.now()}_${made.length}`
  made.push(name)
  const url = await createDatabase(inject('server'), name)
  await restore(url, [createReadStream(again)], { verify })
  await store.close()
  store = await openStore(url)
  await release(store, { letters: 'send', numbers: { invoice: 4n, credit_note: 'none', xdr: 'none' } }, ada)
  expect(await sent()).toBe(1)
  expect((await standstillOf(store))?.restoration.no).toBe(2)
  expect(inShort(await ask('issue_invoice', 'ann', bill))).toBe('done')
  expect(await findings()).toEqual([])
})
