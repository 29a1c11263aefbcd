import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openMailer } from '../../src/service/mail/mail.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'
import { makeOverdue } from './overdue.ts'
import { openSink, type Sink } from './sink.ts'

/** A message that cannot be written, sent or recorded keeps no other one waiting, and is not sent twice. */

let cellar: Cellar
let ledger: Ledger
let sink: Sink

beforeAll(async () => {
  cellar = await openCellar()
})
beforeEach(async () => {
  ledger = await cellar.ledger()
  sink = await openSink()
  for (const name of ['ann', 'bob', 'eve']) await makeOverdue(ledger.store, name, 'send', `${name}@example.com`)
  // the queue is worked off from the message that is due longest: what is wrong comes first
  for (const [at, name] of ['ann', 'bob', 'eve'].entries())
    await ledger.query("update delivery set next_attempt_at = now() - $1 * interval '1 s' where customer_id = $2", [
      100 - at,
      name,
    ])
})
afterEach(() => sink.close())
afterAll(() => cellar.close())

async function sendDue(): Promise<number> {
  const mailer = openMailer(ledger.store, { smtpUrl: sink.url, from: 'billing@example.org' })
  return await mailer.sendDue().finally(mailer.close)
}

const spoilt = /mars/i
const zoneOfAnn = (zone: string) =>
  ledger.query("update customer_head set time_zone = $1 where customer_id = 'ann'", [zone])
const receivers = () => sink.received.flatMap((letter) => letter.to).sort()
const queue = () => ledger.query('select customer_id, state, attempts from delivery order by customer_id')
/** As if every attempt had lasted too long. */
const hurry = () => ledger.query("update delivery set leased_until = now() - interval '1 s'")

test('a message whose end cannot be recorded holds up no other', async () => {
  await zoneOfAnn('Mars/Olympus')
  await expect(sendDue()).rejects.toThrow(spoilt)
  expect(receivers()).toEqual(['ann@example.com', 'bob@example.com', 'eve@example.com'])
  expect(await queue()).toEqual([{ customer_id: 'ann', state: 'sending', attempts: 1 }])
})

test('an attempt that nobody can bring to its end holds up nothing that is due, and is never made again', async () => {
  await zoneOfAnn('Mars/Olympus')
  await ledger.query(`update delivery set state = 'sending', leased_until = now() - interval '1 s', attempts = 1,
    token = 1 where customer_id = 'ann'`)
  await expect(sendDue()).rejects.toThrow(spoilt)
  expect(receivers()).toEqual(['bob@example.com', 'eve@example.com'])
  await zoneOfAnn('America/New_York')
  await hurry()
  expect(await sendDue()).toBe(1)
  expect(receivers()).toEqual(['bob@example.com', 'eve@example.com'])
  expect(await queue()).toEqual([])
  expect((await verify(ledger.store, { decide: true })).findings).toEqual([])
})

test('a message that states too little to be written holds up no other, and its attempt is on record', async () => {
  await ledger.query("update message set stated = null where customer_id = 'ann'")
  expect(await sendDue()).toBe(2)
  expect(receivers()).toEqual(['bob@example.com', 'eve@example.com'])
  expect(await queue()).toEqual([{ customer_id: 'ann', state: 'waiting', attempts: 1 }])
  const [why] = await ledger.query<{ body: string }>("select body from text where customer_id = 'ann' and slot = 39")
  expect(why?.body).toContain('does not state what its letter says')
})

test.each([
  ['of a kind that this program does not know', "update message set template = 9999 where customer_id = 'ann'"],
  ['that is not in the list of messages', "delete from message where customer_id = 'ann'"],
])('a message %s holds up none that is due, and no attempt that was cut off', async (_, spoiling) => {
  const unreadable = /There is no number or name/
  const left = [{ customer_id: 'ann', state: 'sending', attempts: 1 }]
  await ledger.query(spoiling)
  await expect(sendDue()).rejects.toThrow(unreadable)
  expect(receivers()).toEqual(['bob@example.com', 'eve@example.com'])
  expect(await queue()).toEqual(left)
  await makeOverdue(ledger.store, 'joe', 'send', 'joe@example.com')
  await ledger.query("update delivery set state = 'sending', leased_until = now() - interval '1 s'")
  await expect(sendDue()).rejects.toThrow(unreadable)
  expect(await queue()).toEqual(left)
})
