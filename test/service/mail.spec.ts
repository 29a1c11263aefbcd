import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { perform } from '../../src/service/ledger/perform.ts'
import { openMailer } from '../../src/service/mail/mail.ts'
import { listMessages } from '../../src/service/read/lists/list-messages.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { inTransaction } from '../../src/store/session/store.ts'
import { launched } from '../product/launched.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'
import { makeOverdue } from './overdue.ts'
import { openSink, type Sink } from './sink.ts'

/** The overdue notice through a real SMTP server: once, to the right person, with the facts of its record. */

const FROM = 'billing@example.org'
let cellar: Cellar
let ledger: Ledger
let sink: Sink

beforeAll(async () => {
  cellar = await openCellar()
})
beforeEach(async () => {
  ledger = await cellar.ledger()
  sink = await openSink()
})
afterEach(() => sink.close())
afterAll(() => cellar.close())

async function sendDue(smtpUrl: string | undefined): Promise<number> {
  const mailer = openMailer(ledger.store, { smtpUrl, from: FROM })
  const settled = await mailer.sendDue()
  mailer.close()
  return settled
}

const QUEUED = 1
const NAMES: Record<number, string> = { 1: 'queued', 2: 'sent', 3: 'failed', 4: 'withheld', 5: 'deferred' }
const NO_MAIL_SERVER = 43

/** The message records of a customer in order, and the reason that the list of messages shows. */
async function trailOf(customerId: string) {
  const records = await ledger.query<{ type: number }>(
    'select type from record where customer_id = $1 and kind = 4 order by seq',
    [customerId],
  )
  const [message] = await ledger.query<{ because: number | null }>(
    'select because from message where customer_id = $1',
    [customerId],
  )
  return { records: records.map(({ type }) => NAMES[type]), because: message?.because ?? null }
}

/** John's message as the list of messages has it. */
const listed = async () =>
  (await inTransaction(ledger.store, (session) => listMessages(session, 'john', { limit: 1 }))).items[0]

const waiting = () => ledger.query('select customer_id from delivery')
/** As if the time to wait were over. */
const hurry = () =>
  ledger.query("update delivery set next_attempt_at = now() - interval '1 s', leased_until = now() - interval '1 s'")

test('one mail goes to the customer, stating what is owed, the invoice and the due date, and is on record as sent', async () => {
  await makeOverdue(ledger.store, 'john', 'send', 'john.doe@example.com')
  expect(await trailOf('john')).toEqual({ records: ['queued'], because: null })
  expect(await sendDue(sink.url)).toBe(1)
  expect(await sendDue(sink.url)).toBe(0)
  expect(sink.received).toHaveLength(1)
  const [letter] = sink.received
  expect(letter).toMatchObject({ from: FROM, to: ['john.doe@example.com'] })
  expect(letter?.source).toContain('Subject: Invoice I-john is overdue')
  expect(letter?.source).toContain('USD 10.00 of invoice I-john was due on 15 October 2026')
  expect(await trailOf('john')).toEqual({ records: ['queued', 'sent'], because: null })
  expect(await waiting()).toEqual([])
})

test('the mail states what was so when it was queued, whatever was booked since', async () => {
  await makeOverdue(ledger.store, 'john', 'send', 'john.doe@example.com')
  await perform(ledger.store, {
    op: 'receive_payment',
    customerId: 'john',
    body: { amount: '4.00', allocate: 'oldest_first' },
    caller: { actor: 'test', realm: 'operator', channel: 'api', ip: null },
    key: 'later',
  })
  await sendDue(sink.url)
  expect(sink.received[0]?.source).toContain('USD 10.00 of invoice I-john')
})

test('without a mail server it is not dropped: it is on record as not sent, for that reason', async () => {
  await makeOverdue(ledger.store, 'john', 'send', 'john.doe@example.com')
  expect(await sendDue(undefined)).toBe(1)
  expect(await trailOf('john')).toEqual({ records: ['queued', 'failed'], because: NO_MAIL_SERVER })
  expect(sink.received).toEqual([])
})

test('a clock that sends no mail, and a customer without an address, are on record as withheld', async () => {
  await makeOverdue(ledger.store, 'quiet', 'withhold', 'quiet@example.com')
  await makeOverdue(ledger.store, 'nowhere', 'send')
  expect(await sendDue(sink.url)).toBe(0)
  expect(await trailOf('quiet')).toEqual({ records: ['withheld'], because: 40 })
  expect(await trailOf('nowhere')).toEqual({ records: ['withheld'], because: 42 })
  expect(sink.received).toEqual([])
})

test('a mail server that is down is tried again, and the mail goes out once when it is back', async () => {
  await makeOverdue(ledger.store, 'john', 'send', 'john.doe@example.com')
  await sink.close()
  expect(await sendDue(sink.url)).toBe(0)
  expect(await trailOf('john')).toEqual({ records: ['queued', 'deferred'], because: null })
  expect(await sendDue(sink.url)).toBe(0)
  const [delivery] = await ledger.query('select attempts, state, next_attempt_at > now() as later from delivery')
  expect(delivery).toEqual({ attempts: 1, state: 'waiting', later: true })
  const back = await openSink()
  await hurry()
  expect(await sendDue(back.url)).toBe(1)
  expect(back.received).toHaveLength(1)
  expect(await trailOf('john')).toEqual({ records: ['queued', 'deferred', 'sent'], because: null })
})

test('after six attempts in vain, each on record, it has failed, and the record says why', async () => {
  await makeOverdue(ledger.store, 'john', 'send', 'john.doe@example.com')
  await sink.close()
  for (let attempt = 1; attempt < 6; attempt += 1) {
    expect(await sendDue(sink.url)).toBe(0)
    await hurry()
  }
  expect(await sendDue(sink.url)).toBe(1)
  expect(await trailOf('john')).toEqual({ records: ['queued', ...Array(5).fill('deferred'), 'failed'], because: 45 })
  const texts = await ledger.query<{ body: string }>("select body from text where customer_id = 'john' and slot = 39")
  expect(texts.map((one) => one.body).join()).toMatch(/ECONNREFUSED/)
  expect(await waiting()).toEqual([])
})

test('a mail server that puts it off is tried again after 10 s, 20 s, 40 s, …, each attempt on record', async () => {
  await makeOverdue(ledger.store, 'john', 'send', 'john.doe@example.com')
  sink.behaviour = 'put off'
  const waits: number[] = []
  for (let attempt = 1; attempt < 6; attempt += 1) {
    expect(await sendDue(sink.url)).toBe(0)
    expect(await listed()).toMatchObject({ state: 'queued', attempts: attempt, settled_at: null })
    const [wait] = await ledger.query<{ s: number }>(
      'select extract(epoch from next_attempt_at - now())::float8 as s from delivery',
    )
    waits.push(Math.ceil((wait?.s ?? 0) / 10) * 10)
    await hurry()
  }
  expect(waits).toEqual([10, 20, 40, 80, 160])
  expect((await verify(ledger.store, { decide: true })).findings).toEqual([])
  sink.behaviour = 'take'
  expect(await sendDue(sink.url)).toBe(1)
  expect(sink.received).toHaveLength(1)
  expect(await listed()).toMatchObject({ state: 'sent', attempts: 6, reason: null })
  expect((await trailOf('john')).records).toEqual(['queued', ...Array(5).fill('deferred'), 'sent'])
  expect((await verify(ledger.store, { decide: true })).findings).toEqual([])
})

test('a worker that comes too late with its failed attempt records nothing and puts nothing off', async () => {
  await makeOverdue(ledger.store, 'john', 'send', 'john.doe@example.com')
  sink.behaviour = 'put off'
  sink.meanwhile = () => ledger.query('update delivery set token = token + 1')
  expect(await sendDue(sink.url)).toBe(0)
  expect((await trailOf('john')).records).toEqual(['queued'])
  expect(await ledger.query('select state, attempts from delivery')).toEqual([{ state: 'sending', attempts: 1 }])
})

test('what the mail server refuses is not tried again', async () => {
  await makeOverdue(ledger.store, 'john', 'send', 'john.doe@example.com')
  sink.behaviour = 'refuse'
  expect(await sendDue(sink.url)).toBe(1)
  expect(await trailOf('john')).toEqual({ records: ['queued', 'failed'], because: 44 })
})

test('two processes at once send each mail once', async () => {
  const names = Array.from({ length: 8 }, (_, at) => `c${at}`)
  for (const name of names) await makeOverdue(ledger.store, name, 'send', `${name}@example.com`)
  const [one, two] = await Promise.all([sendDue(sink.url), sendDue(sink.url)])
  expect(one + two).toBe(names.length)
  expect(sink.received.flatMap((letter) => letter.to).sort()).toEqual(names.map((name) => `${name}@example.com`))
})

test('what stops the sender concerns the four in its hands: those behind them wait, and are sent by the next', async () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
  for (const name of names) await makeOverdue(ledger.store, name, 'send', `${name}@example.com`)
  sink.behaviour = 'fall silent'
  const sender = launched([process.execPath, join(import.meta.dirname, 'mail-sender.ts'), ledger.url, sink.url])
  while (sink.received.length < 4) await sleep(20)
  sender.kill('SIGKILL')
  await once(sender, 'exit')
  const states = await ledger.query('select state, attempts from delivery order by state')
  const untouched = { state: 'waiting', attempts: 0 }
  expect(states).toEqual([...Array(4).fill({ state: 'sending', attempts: 1 }), untouched, untouched, untouched])
  sink.behaviour = 'take'
  await hurry()
  expect(await sendDue(sink.url)).toBe(7)
  expect(sink.received.flatMap((letter) => letter.to).sort()).toEqual(names.map((name) => `${name}@example.com`))
  const kinds = await Promise.all(names.map(async (name) => (await trailOf(name)).records.at(-1)))
  expect(kinds.sort()).toEqual([...Array(4).fill('failed'), ...Array(3).fill('sent')])
})

test('a mail server that takes the call and says nothing is left alone', async () => {
  await makeOverdue(ledger.store, 'john', 'send', 'john.doe@example.com')
  const mute = createServer(() => {})
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve))
  expect(await sendDue(`smtp://127.0.0.1:${(mute.address() as AddressInfo).port}`)).toBe(0)
  expect(await ledger.query('select state, attempts from delivery')).toEqual([{ state: 'waiting', attempts: 1 }])
  mute.close()
})

test('killed between sending and recording, it is never sent again, and the record says that nobody knows', async () => {
  await makeOverdue(ledger.store, 'john', 'send', 'john.doe@example.com')
  sink.behaviour = 'fall silent'
  const sender = launched([process.execPath, join(import.meta.dirname, 'mail-sender.ts'), ledger.url, sink.url])
  while (sink.received.length === 0) await sleep(20)
  sender.kill('SIGKILL')
  await once(sender, 'exit')
  sink.behaviour = 'take'
  expect(await sendDue(sink.url)).toBe(0)
  await hurry()
  expect(await sendDue(sink.url)).toBe(1)
  expect(sink.received).toHaveLength(1)
  expect((await trailOf('john')).records).toEqual([NAMES[QUEUED], 'failed'])
  const [text] = await ledger.query("select body from text where customer_id = 'john' and slot = 39")
  expect(text).toEqual({ body: 'The program stopped while the message was being handed over; it may have been sent.' })
})
