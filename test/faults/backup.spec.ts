import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { whence } from '../cli/terminal.ts'
import { ask } from '../product/ask.ts'
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
    /Heads, ends of chains and counts are those of the backup\.\nVerified: .* all of it holds\.\nLetters are held and /,
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

test('with the one that goes on from it, it is the ledger as it was then', async () => {
  const { url } = await of.empty()
  expect(await of.restored(url, of.file, of.later)).toMatchObject({
    code: 0,
    out: expect.stringContaining('all of it holds'),
  })
  expect(statSync(of.later).size).toBeLessThan(statSync(of.file).size)
  expect((await of.restored((await of.empty()).url, of.later)).error).toMatch(/^This backup goes on from another one/)
})

test('at a terminal what stands still is told, and goes on when it is said what went out', async () => {
  const { url } = await of.empty()
  await of.restored(url, of.file, '--no-verify')
  const run = (...words: string[]) => whence(of.elsewhere, ['restore', ...words], { database: url })
  const { out: still } = await run('status')
  expect(still).toMatch(
    /^Numbers of invoices stand still; the last one known here is \d+\. Say which went out last: whence/m,
  )
  expect(still).toMatch(/^Letters are held, 0 are queued: /m)
  expect((await run('letters')).out).toBe('No letters are queued.\n')
  expect((await run('release')).error).toMatch(/^Name what goes on: /)
  expect((await run('release', '--invoice-number', '0')).error).toMatch(
    /^The ledger itself has given number \d+ of invoices/,
  )
  const said = await run(...'release --invoice-number INV-900000 --xdr-id none --letters send'.split(' '))
  expect(said).toMatchObject({ code: 0, error: '' })
  expect(said.out).toMatch(/^Numbers of invoices go on behind 900000; lost: \d+ to 900000\.$/m)
  expect(said.out).toMatch(/^Numbers of xDRs go on behind \d+; none is lost\.\nNumbers of credit notes stand still/m)
  const twin = await startServer(of.elsewhere, url)
  const body = { invoice: undefined, lines: [{ description: 'Calls', amount: '1.00' }] }
  const issued = await ask({ ...twin, api_key: twin.key }, 'POST', '/customers/c1/invoices', body)
  const noted = await ask({ ...twin, api_key: twin.key }, 'POST', '/customers/c1/credit-notes', {
    amount: '1.00',
    reason: 'r',
  })
  await twin.stop()
  expect([issued.status, issued.body.invoice]).toEqual([200, 'INV-900001'])
  expect([noted.status, noted.body.code]).toEqual([503, 'numbers_stand_still'])
  expect(await whence(of.elsewhere, ['verify', '--decide'], { database: url })).toMatchObject({ code: 0 })
})

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

test('where there is no room, no folder or no reader, a backup says so', async () => {
  const node = resolve('node_modules/.bin/node')
  for (const [into, why] of [
    ['- > /dev/full', /^The backup could not be written: ENOSPC/],
    ['- | head -c 10 > /dev/null', /^The backup could not be written: /],
    [join(of.folder, 'no', 'folder'), /cannot be written: ENOENT/],
  ] as const) {
    const child = launched(['bash', '-o', 'pipefail', '-c', `"${node}" src/cli/main.ts backup ${into}`], {
      env: { ...process.env, WHENCE_HOME: of.home },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
    const code = await new Promise((done) => child.on('close', done))
    expect([into, code, said]).toEqual([into, 1, expect.stringMatching(why)])
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
