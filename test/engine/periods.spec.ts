import { expect, test } from 'vitest'
import { cellValue, findSubject } from '../../src/engine/state/subjects.ts'
import { momentsOf } from '../../src/engine/state/zone-at.ts'
import { instantToText } from '../../src/engine/time.ts'
import { act, type Clerk, charge, customerOf, day, issue, opened, pass, recordsOf } from '../memory/clerk.ts'

/** The period of an invoice selects whole days of charges and credits, in the zone in force at its end (2-domain 2.2). */

const september = { from: day('2026-09-01'), to: day('2026-09-30') }
const total = (clerk: Clerk, id: string): bigint => {
  const found = findSubject(customerOf(clerk), 'invoice', id)
  if (found === undefined) throw new Error(`no ${id}`)
  return cellValue(customerOf(clerk), found.ref, 'invoice.total')
}
const issued = (clerk: Clerk) => {
  const record = recordsOf(clerk).findLast((one) => one.type === 'invoice_issued')
  if (record?.kind !== 'event') throw new Error('no invoice')
  return record.facts
}

function charged(zone = 'UTC'): Clerk {
  const clerk = opened('2026-08-20', {}, zone)
  charge(clerk, '1.00')
  for (const [on, amount] of [
    ['2026-09-01', '2.00'],
    ['2026-09-30', '4.00'],
    ['2026-10-01', '8.00'],
  ] as const) {
    pass(clerk, on)
    charge(clerk, amount)
  }
  pass(clerk, '2026-10-05')
  return clerk
}

test('it takes what is unbilled up to its end; what is later stays, what is earlier is taken in and named', () => {
  const clerk = charged()
  issue(clerk, 'I1', [], { charges: 'unbilled', period: september })
  expect(total(clerk, 'I1')).toBe(7_000_000n)
  expect(customerOf(clerk).unbilled).toEqual([[4, 4]])
  expect(issued(clerk).lateCharges).toEqual([[1, 1]])
  issue(clerk, 'I2', [], { charges: 'unbilled', period: { from: day('2026-10-01'), to: day('2026-10-31') } })
  expect([total(clerk, 'I2'), issued(clerk).lateCharges]).toEqual([8_000_000n, undefined])
})

test('named charges are taken whatever their day, and an invoice without a period takes all', () => {
  const clerk = charged()
  const last = [...recordsOf(clerk)].findLast((record) => record.type === 'charge_booked')
  const xdrId = last?.kind === 'event' ? (last.facts.xdrId ?? 0n) : 0n
  issue(clerk, 'I1', [], { charges: [xdrId], period: september })
  expect([total(clerk, 'I1'), issued(clerk).lateCharges]).toEqual([8_000_000n, undefined])
  issue(clerk, 'I2', [], { charges: 'unbilled' })
  expect(total(clerk, 'I2')).toBe(7_000_000n)
})

test('a draft takes by its period when it is issued', () => {
  const clerk = charged()
  const draft = { lines: [], charges: 'unbilled', dueOn: null, installments: [], currency: null } as const
  act(clerk, { op: 'draft_invoice', invoice: 'D1', ...draft, period: september })
  act(clerk, { op: 'issue_draft', draft: 'D1', invoice: 'D1', issuedOn: day('2026-10-05') })
  expect([total(clerk, 'D1'), issued(clerk).lateCharges]).toEqual([7_000_000n, [[1, 1]]])
})

test('the days are those of the zone that was in force at the end of the period', () => {
  const clerk = charged('Pacific/Auckland')
  const names = { name: null, email: null, class: null } as const
  act(clerk, { op: 'change_details', ...names, timeZone: 'America/Los_Angeles' })
  const [begins, ends] = momentsOf(customerOf(clerk), september)
  expect([begins, ends + 1n].map(instantToText)).toEqual(['2026-08-31T12:00:00.000Z', '2026-09-30T11:00:00.000Z'])
  const [, later] = momentsOf(customerOf(clerk), { from: day('2026-10-01'), to: day('2026-10-31') })
  expect(instantToText(later + 1n)).toBe('2026-11-01T07:00:00.000Z')
  issue(clerk, 'I1', [], { charges: 'unbilled', period: september, issued: '2026-10-04' })
  expect(total(clerk, 'I1')).toBe(7_000_000n)
})
