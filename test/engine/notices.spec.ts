import { expect, test } from 'vitest'
import type { MessageRecord } from '../../src/engine/events/record.ts'
import { act, adjust, type Clerk, customerOf, issue, opened, pass, pay, recordsOf, takeBack } from '../memory/clerk.ts'
import { jump } from '../memory/clerk-policy.ts'
import { textOf } from '../memory/ledger.ts'

const notices = (clerk: Clerk): MessageRecord[] => recordsOf(clerk).filter((record) => record.kind === 'message')

/** An invoice of 30 due on the 15th, on a clock that sends mail. */
function billed(email: null | undefined = undefined): Clerk {
  const clerk = opened('2026-09-01', email === null ? { email } : {})
  clerk.ledger.mail = 'send'
  issue(clerk, 'I1', ['30'], { due: '2026-09-15' })
  return clerk
}

test('an invoice that becomes overdue queues one notice, with the facts that it states', () => {
  const clerk = billed()
  pay(clerk, 'P1', '20')
  pass(clerk, '2026-09-16')
  const change = recordsOf(clerk).findLast((record) => record.type === 'status_changed')
  expect(notices(clerk)).toMatchObject([
    {
      type: 'message_queued',
      parentSeq: change?.seq,
      facts: {
        template: 'overdue_notice',
        invoice: { kind: 'invoice', no: 1 },
        to: customerOf(clerk).email,
        stated: 10_000_000n,
        statedDueOn: 20_711,
      },
    },
  ])
  pass(clerk, '2026-09-30')
  expect(notices(clerk).length).toBe(1)
})

test('up to two days later it is still sent, from the third it is history', () => {
  const [second, third] = [billed(), billed()]
  jump(second, '2026-09-18')
  jump(third, '2026-09-19')
  expect(notices(second).map((one) => one.type)).toEqual(['message_queued'])
  expect(notices(third)).toMatchObject([{ type: 'message_withheld', facts: { because: 'history' } }])
})

test('on a clock that withholds mail, and to a customer without address, it is withheld with that reason', () => {
  const quiet = billed()
  quiet.ledger.mail = 'withhold'
  pass(quiet, '2026-09-16')
  expect(notices(quiet)).toMatchObject([{ type: 'message_withheld', facts: { because: 'clock_withholds' } }])
  const nowhere = billed(null)
  pass(nowhere, '2026-09-16')
  expect(notices(nowhere)).toMatchObject([{ type: 'message_withheld', facts: { because: 'no_address' } }])
  expect(notices(nowhere)[0]?.facts.to).toBe(undefined)
})

test('an erased address gets nothing', () => {
  const clerk = billed()
  const textId = customerOf(clerk).email?.textId ?? ''
  act(clerk, { op: 'erase_text', textId, reason: textOf(clerk.ledger, 'asked') })
  pass(clerk, '2026-09-16')
  expect(notices(clerk)).toMatchObject([{ facts: { because: 'no_address' } }])
})

test('debt that is reopened after its due date is overdue again, and says so again', () => {
  const clerk = billed()
  pass(clerk, '2026-09-16')
  pay(clerk, 'P1', '30')
  takeBack(clerk, 'P1', 'I1', '10')
  adjust(clerk, 'I1', '5')
  pass(clerk, '2026-09-17')
  expect(notices(clerk).map((one) => one.facts.stated)).toEqual([30_000_000n, 5_000_000n])
})

test('an invoice that is paid in time says nothing', () => {
  const clerk = billed()
  pay(clerk, 'P1', '30')
  pass(clerk, '2026-09-30')
  expect(notices(clerk)).toEqual([])
})
