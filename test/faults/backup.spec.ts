import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { whence } from '../cli/terminal.ts'
import { launched } from '../product/launched.ts'
import { asked, type BackedUp, openBackedUp } from './backed-up.ts'
import { customerIds } from './load.ts'
import { startServer } from './victim.ts'

/** A ledger is backed up while operations run, and restored elsewhere: it is the ledger that it was at that moment. */

let of: BackedUp

beforeAll(async () => {
  of = await openBackedUp()
})
afterAll(() => of?.close())

const tablesIn = async (url: string): Promise<number> =>
  (
    await asked<{ count: number }>(
      url,
      `select count(*)::integer as count from pg_class
    where relnamespace = current_schema::regnamespace and relkind = 'r'`,
    )
  )[0]?.count ?? -1

test('a backup is made while operations go on, and its file is for its owner alone', () => {
  expect(of.under.said).toMatchObject({ code: 0, out: '' })
  expect(of.under.said.error).toMatch(
    /^Backed up \d+ records of \d+ customers as of \S+Z, log position \d+.*: \d+ bytes in /m,
  )
  expect(of.under.after).toBeGreaterThan(of.under.before)
  expect(statSync(of.file).mode & 0o777).toBe(0o600)
})

test('restored elsewhere it verifies, and every answer as of its records is the same byte by byte', async () => {
  const { url } = await of.empty()
  const said = await of.restored(url)
  expect(said).toMatchObject({ code: 0 })
  expect(said.out).toMatch(
    /Heads, ends of chains and counts are those of the backup\.\nVerified: .* all of it holds\.\n$/,
  )
  expect(await whence(of.elsewhere, ['verify', '--decide'], { database: url })).toMatchObject({ code: 0 })
  const heads = await asked<{ customer_id: string; seq: string }>(
    url,
    `select customer_id, seq from customer_head where customer_id not like '~%' order by 1`,
  )
  expect(heads.map((one) => one.customer_id)).toEqual(customerIds)
  const twin = await startServer(of.elsewhere, url)
  const asOf = new Date().toISOString()
  try {
    for (const { customer_id: id, seq } of heads)
      for (const question of [
        `/customers/${id}?as_of=${asOf}&known_at=seq:${seq}`,
        `/customers/${id}/audit?as_of=${asOf}&known_at=seq:${seq}&limit=100`,
        `/customers/${id}/invoices?as_of=${asOf}&known_at=seq:${seq}`,
        `/customers/${id}/explain?figure=customer.balance&as_of=${asOf}&known_at=seq:${seq}`,
      ])
        expect([question, await answer(twin, question)]).toEqual([question, await answer(of.source, question)])
  } finally {
    await twin.stop()
  }
})

async function answer({ url, key }: { readonly url: string; readonly key: string }, path: string): Promise<string> {
  const response = await fetch(`${url}/api/v1${path}`, { headers: { authorization: `Bearer ${key}` } })
  const text = await response.text()
  expect([path, response.status, text]).toEqual([path, 200, text])
  // of records behind those that are asked for it says only how many there are
  return text.replace(/"later":\{[^}]*\}/, '')
}

test('nobody who was signed in is signed in there', async () => {
  const { url } = await of.empty()
  await of.restored(url, of.file, '--no-verify')
  for (const table of ['session', 'verified_mark', 'lease'])
    expect(await asked(url, `select * from ${table}`)).toEqual([])
})

test('what is no empty database is refused in a sentence, and stays as it is', async () => {
  const { url } = await of.empty()
  await asked(url, 'create table something (a integer)')
  const refused = await of.restored(url)
  expect(refused).toMatchObject({ code: 1, out: '' })
  expect(refused.error).toMatch(
    /^There are tables already \(something\) in this database, and a backup is restored into /,
  )
  await asked(url, 'drop table something')
  expect(await whence(of.elsewhere, ['db', 'migrate'], { database: url })).toMatchObject({ code: 0 })
  expect((await of.restored(url)).error).toMatch(/^There is a ledger already in this database/)
  expect((await whence(of.home, ['restore', of.file])).error).toMatch(/already/)
})

test('an altered file, and one that was cut off, are refused, and the database is as empty as before', async () => {
  const { url } = await of.empty()
  const bytes = readFileSync(of.file)
  const path = join(of.folder, 'altered.backup')
  for (const [spoilt, why] of [
    [bytes.subarray(0, Math.floor(bytes.length * 0.7)), /^The backup is not whole: it ends in the middle/m],
    [Buffer.concat([bytes.subarray(0, -30), Buffer.alloc(30)]), /^The backup is altered: block \d+ is not as it was/m],
  ] as const) {
    writeFileSync(path, spoilt)
    const said = await of.restored(url, path)
    expect(said).toMatchObject({ code: 1, out: '', error: expect.stringMatching(why) })
    expect(await tablesIn(url)).toBe(0)
  }
})

test('sealed, it opens with the private key of the pair alone; through pipes as well', async () => {
  const pair = join(of.folder, 'pair')
  expect(await whence(of.home, ['backup', 'keygen', pair])).toMatchObject({ code: 0 })
  expect(await whence(of.home, ['backup', 'keygen', join(of.folder, 'other')])).toMatchObject({ code: 0 })
  expect(statSync(`${pair}.key`).mode & 0o777).toBe(0o600)
  const sealed = join(of.folder, 'sealed.backup')
  const node = resolve('node_modules/.bin/node')
  const piped = launched(['bash', '-c', `"${node}" src/cli/main.ts backup - --to-key "${pair}.pub" > "${sealed}"`], {
    env: { ...process.env, WHENCE_HOME: of.home },
    stdio: 'ignore',
  })
  expect(await new Promise((done) => piped.on('close', done))).toBe(0)
  expect(readFileSync(sealed).includes('customer_head')).toBe(false)
  const { url } = await of.empty()
  expect((await of.restored(url, sealed)).error).toMatch(/^This backup is sealed: give the private key/)
  expect((await of.restored(url, sealed, '--key', join(of.folder, 'other.key'))).error).toMatch(
    /^This backup is sealed to another/,
  )
  const input = readFileSync(sealed)
  const said = await whence(of.elsewhere, ['restore', '-', '--key', `${pair}.key`], { database: url, input })
  expect(said).toMatchObject({ code: 0 })
})
