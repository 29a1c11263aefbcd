import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { policyTerms } from '../../src/contract/policies.ts'
import { messageKinds } from '../../src/engine/policy/policy.ts'
import { openMailer } from '../../src/service/mail/mail.ts'
import { listMessages } from '../../src/service/read/lists/list-messages.ts'
import { setPolicy } from '../../src/service/runs/set-policy.ts'
import { advanceClock, createClock } from '../../src/service/time/clocks.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { inTransaction } from '../../src/store/session/store.ts'
import { ada, deskOf, inShort } from './desk.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'
import { readLetter, wordsOf } from './mime.ts'
import { openSink, type Sink } from './sink.ts'

/** A customer who is sent every letter there is: booked day by day, sent through a real SMTP server, read again. */

let cellar: Cellar
let ledger: Ledger
let sink: Sink
let ask: (...asked: Parameters<ReturnType<typeof deskOf>>) => Promise<void>

beforeAll(async () => {
  cellar = await openCellar()
})
beforeEach(async () => {
  ledger = await cellar.ledger()
  sink = await openSink()
  const desk = deskOf(ledger.store)
  ask = async (...asked) => expect(inShort(await desk(...asked))).toBe('done')
})
afterEach(() => sink.close())
afterAll(() => cellar.close())

const to = (moment: string) => advanceClock(ledger.store, 'tale', moment, ada)
const messages = async () =>
  (await inTransaction(ledger.store, (session) => listMessages(session, 'jane', { limit: 50 }))).items.toReversed()

async function sendDue(): Promise<number> {
  const mailer = openMailer(ledger.store, { smtpUrl: sink.url, from: 'billing@example.org' })
  const settled = await mailer.sendDue()
  mailer.close()
  return settled
}

/** Jane pays 20.00 of 100.00, due on 15 October, and nothing more, until her contract ends. */
async function tellOfJane(): Promise<void> {
  await createClock(ledger.store, { clock: 'tale', now: '2026-09-30T16:00:00Z', mail: 'send' }, ada)
  const terms = {
    messages: Object.keys(messageKinds),
    credit_limit_warning: 80,
    collection: {
      reminders_before: '3',
      resend_after: '2',
      limitation_after: 5,
      suspension_after: 8,
      termination_after: 12,
      warning_before: 2,
    },
  }
  await setPolicy(ledger.store, { scope: { class: 'gold' }, patch: policyTerms.parse(terms) }, ada, 'terms')
  const who = { name: '<b>Jane</b> & "Co"', email: 'jane@example.com', currency: 'USD', time_zone: 'UTC' }
  await ask('open_customer', 'jane', { ...who, class: 'gold', clock: 'tale', credit_limit: '120.00' })
  const lines = [{ description: 'September', amount: '100.00' }]
  await ask('issue_invoice', 'jane', { invoice: 'R-1', lines, issued_on: '2026-09-30', due_on: '2026-10-15' })
  await ask('receive_payment', 'jane', { payment_id: 'P-1', amount: '20.00' })
  for (let day = 1; day <= 28; day += 1) await to(`2026-10-${String(day).padStart(2, '0')}T16:00:00Z`)
}

const stillOwed = 'USD 80.00 of invoice R-1'
const overdue = 'USD 80.00 is overdue.'

test('each letter goes out once, in both forms, with what its record states', async () => {
  await tellOfJane()
  const queued = await messages()
  expect(queued.map((one) => one.template).sort()).toEqual(Object.keys(messageKinds).sort())
  expect(await sendDue()).toBe(queued.length)
  expect(await sendDue()).toBe(0)
  const letters = sink.received.map((one) => readLetter(one.source))
  expect(new Set(letters.map((one) => one.messageId)).size).toBe(queued.length)
  for (const { text, html } of letters) {
    expect(text).toMatch(/^Dear <b>Jane<\/b> & "Co",\n\n/)
    expect(html).not.toContain('<b>')
    expect(wordsOf(html)).toEqual(text.split(/\s+/))
  }
  const said = letters.map(({ subject, text }) => [subject, text.split('\n\n')[1]])
  expect(said.toSorted()).toEqual(
    [
      ['Your credit limit', 'Your balance has reached USD 100.00. Your credit limit is USD 120.00.'],
      ['Invoice R-1', 'Invoice R-1 over USD 100.00 was issued; USD 100.00 is to be paid.'],
      ['We have received USD 20.00', 'We have received your payment P-1 of USD 20.00. Thank you.'],
      ['Invoice R-1 is due soon', `${stillOwed} is to be paid. It is due on 15 October 2026.`],
      ['Invoice R-1 is overdue', `${stillOwed} was due on 15 October 2026 and has not arrived yet.`],
      ['Invoice R-1 once more', 'Invoice R-1 is open with USD 80.00. It was due on 15 October 2026.'],
      [
        'Your services will be limited',
        `${overdue} Without your payment your services will be limited on 20 October 2026.`,
      ],
      ['Your services are limited', `${overdue} Since 20 October 2026 your services are limited.`],
      [
        'Your services will be suspended',
        `${overdue} Without your payment your services will be suspended on 23 October 2026.`,
      ],
      ['Your services are suspended', `${overdue} Since 23 October 2026 your services are suspended.`],
      [
        'Your contract will be terminated',
        `${overdue} Without your payment your contract will be terminated on 27 October 2026.`,
      ],
      ['Your contract is terminated', `${overdue} On 27 October 2026 your contract was provisionally terminated.`],
    ].toSorted(),
  )
  expect((await messages()).map(({ state, attempts }) => [state, attempts])).toEqual(queued.map(() => ['sent', 1]))
  expect((await verify(ledger.store, { decide: true })).findings).toEqual([])
})

test('the list of messages says of each whether what it stated is still so', async () => {
  await tellOfJane()
  const truths = async () =>
    Object.fromEntries((await messages()).map((one) => [one.template, [one.subject, one.stated, one.true_now]]))
  expect(await truths()).toEqual({
    credit_limit_warning: ['customer', '100.00', false],
    invoice_notice: ['invoice:R-1', '100.00', false],
    payment_receipt: ['payment:P-1', '20.00', true],
    reminder: ['invoice:R-1', '80.00', true],
    overdue_notice: ['invoice:R-1', '80.00', true],
    invoice_copy: ['invoice:R-1', '80.00', true],
    limitation_warning: ['customer', '80.00', true],
    limitation_notice: ['customer', '80.00', true],
    suspension_warning: ['customer', '80.00', true],
    suspension_notice: ['customer', '80.00', true],
    termination_warning: ['customer', '80.00', true],
    termination_notice: ['customer', '80.00', true],
  })
  // a lift puts stages off: by then their letters are not so, but that of the termination, which stays
  const untrue = async () => Object.entries(await truths()).flatMap(([name, one]) => (one[2] ? [] : [name]))
  const before = await untrue()
  await ask('lift_collection', 'jane', { until: '2026-10-29', reason: 'on holiday' })
  expect((await untrue()).filter((name) => !before.includes(name)).sort()).toEqual([
    'limitation_notice',
    'limitation_warning',
    'suspension_notice',
    'suspension_warning',
  ])
  await ask('charge_back_payment', 'jane', { payment_id: 'P-1', reason: 'the holder of the card' })
  expect(Object.entries(await truths()).filter(([, one]) => one[2])).toEqual([
    ['invoice_notice', ['invoice:R-1', '100.00', true]],
    ['credit_limit_warning', ['customer', '100.00', true]],
  ])
  // nor is what names the due date before
  await ask('change_due_date', 'jane', { invoice: 'R-1', due_on: '2026-10-20', reason: 'as agreed' })
  expect(await untrue()).toContain('invoice_notice')
})
