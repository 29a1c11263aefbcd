import { expect, test } from 'vitest'
import type { ChangeRecord, LedgerRecord } from '../../src/engine/events/record.ts'
import { statuses } from '../../src/engine/figures/statuses.ts'
import {
  adjust,
  type Clerk,
  figures,
  give,
  issue,
  note,
  opened,
  pass,
  pay,
  recordsOf,
  status,
  takeBack,
} from '../memory/clerk.ts'

const isStatusOf =
  (kind: string) =>
  (record: LedgerRecord): record is ChangeRecord =>
    record.type === 'status_changed' && record.subject.kind === kind

/** What the statuses of invoices became, one after the other. */
function trail(clerk: Clerk): string[] {
  const names = new Map(Object.entries(statuses).map(([name, no]) => [BigInt(no), name]))
  return recordsOf(clerk)
    .filter(isStatusOf('invoice'))
    .map((record) => `${record.subject.no} ${names.get(record.after)}`)
}

test('an invoice goes from unpaid over partially paid to paid', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['30'], { due: '2026-09-30' })
  for (const [id, amount] of [
    ['P1', '10'],
    ['P2', '15'],
    ['P3', '5'],
  ] as const)
    pay(clerk, id, amount)
  expect(trail(clerk)).toEqual(['1 unpaid', '1 partially_paid', '1 paid'])
})

test('what a credit covers counts as paid in part, too', () => {
  const clerk = opened()
  issue(clerk, 'N1', ['-10'])
  issue(clerk, 'I1', ['30'], { due: '2026-09-30' })
  expect(trail(clerk)).toEqual(['1 do_not_pay', '2 partially_paid'])
  issue(clerk, 'N2', ['-20'])
  expect(status(clerk, 'invoice I1')).toBe('paid')
})

test('due on the 15th it is payable to the end of the 15th, and overdue on the 16th, where the customer lives', () => {
  const clerk = opened('2026-09-01', {}, 'Pacific/Auckland')
  issue(clerk, 'I1', ['30'], { due: '2026-09-15' })
  clerk.ledger.now += 15n * 86_400_000_000n - 1n
  note(clerk)
  expect(trail(clerk)).toEqual(['1 unpaid'])
  expect(figures(clerk, 'invoice I1', 'overdue', 'days_overdue')).toEqual({ overdue: '0.00', days_overdue: '0.00' })
  clerk.ledger.now += 1n
  note(clerk)
  expect(trail(clerk)).toEqual(['1 unpaid', '1 overdue'])
  pass(clerk, '2026-09-20')
  expect(figures(clerk, 'invoice I1', 'overdue', 'outstanding')).toEqual({ overdue: '30.00', outstanding: '30.00' })
})

test('several due dates passed at once are evaluated day by day', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['30'], { due: '2026-09-15' })
  issue(clerk, 'I2', ['30'], { due: '2026-09-10' })
  issue(clerk, 'I3', ['30'])
  pass(clerk, '2026-12-01')
  expect(trail(clerk).slice(3)).toEqual(['2 overdue', '1 overdue'])
  expect(recordsOf(clerk).filter((record) => record.type === 'day_evaluated').length).toBe(2)
})

test('an adjustment to nothing is nothing to pay; with money on it, paid', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['30'], { due: '2026-09-15' })
  issue(clerk, 'I2', ['30'], { due: '2026-09-15' })
  pay(clerk, 'P1', '10', { I2: '10' })
  adjust(clerk, 'I1', '-30')
  adjust(clerk, 'I2', '-20')
  expect(trail(clerk)).toEqual(['1 unpaid', '2 unpaid', '2 partially_paid', '1 do_not_pay', '2 paid'])
})

test('what is overdue stays so when a backdated fact comes, until it is settled', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['30'], { due: '2026-09-15' })
  pay(clerk, 'P1', '30', 'hold')
  give(clerk, 'P1', 'I1', '30')
  pass(clerk, '2026-09-30')
  takeBack(clerk, 'P1', 'I1', null)
  expect(trail(clerk)).toEqual(['1 unpaid', '1 paid', '1 overdue'])
  pay(clerk, 'P2', '5', { I1: '5' }, { on: '2026-09-12' })
  give(clerk, 'P1', 'I1', '5', { on: '2026-09-12' })
  adjust(clerk, 'I1', '-1', { on: '2026-09-12' })
  pass(clerk, '2026-10-05')
  expect(trail(clerk)).toEqual(['1 unpaid', '1 paid', '1 overdue'])
  expect(recordsOf(clerk).filter((record) => record.kind === 'message').length).toBe(1)
})

test('an invoice entered late with a due date in the past becomes overdue on its day, at the next look', () => {
  const clerk = opened('2026-09-01')
  pass(clerk, '2026-10-20')
  issue(clerk, 'I1', ['30'], { due: '2026-09-15', on: '2026-09-02' })
  expect(trail(clerk)).toEqual(['1 unpaid'])
  note(clerk)
  expect(trail(clerk)).toEqual(['1 unpaid', '1 overdue'])
})

test('a status keeps its verdicts up to the case that holds, and the facts that they were about', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['30'], { due: '2026-09-15' })
  pass(clerk, '2026-09-16')
  const overdue = recordsOf(clerk).findLast(isStatusOf('invoice'))
  const said = overdue?.verdicts.map((verdict) => `${verdict.case}.${verdict.condition} ${verdict.holds}`)
  expect(said).toEqual([
    '0.0 false',
    '1.0 false',
    ...['2.0 false', '2.1 false'],
    ...['3.0 false', '3.1 false', '3.2 true'],
    '4.0 false',
    '5.0 false',
    ...['6.0 true', '6.1 true'],
  ])
  const evaluated = recordsOf(clerk).find((record) => record.type === 'day_evaluated')
  expect(overdue?.operands).toEqual(
    expect.arrayContaining([
      { figure: 'customer.today', subject: { kind: 'customer', no: 0 }, value: 20_712n, seq: evaluated?.seq },
      expect.objectContaining({ figure: 'invoice.due_on', value: 20_711n }),
      expect.objectContaining({ figure: 'invoice.outstanding', value: 30_000_000n }),
    ]),
  )
  expect(overdue?.parentSeq).toBe(evaluated?.seq)
})

test('collection asks for what free money does not cover, of the oldest invoice first', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['30'], { due: '2026-09-20' })
  issue(clerk, 'I2', ['30'], { due: '2026-09-10' })
  pay(clerk, 'P1', '40', 'hold')
  expect(figures(clerk, 'invoice I1', 'collectible')).toEqual({ collectible: '20.00' })
  expect(figures(clerk, 'invoice I2', 'collectible')).toEqual({ collectible: '0.00' })
  expect(status(clerk, 'invoice I2')).toBe('unpaid')
})

test('the customer counts what is open and what is overdue', () => {
  const clerk = opened()
  issue(clerk, 'I1', ['30'], { due: '2026-09-20' })
  issue(clerk, 'I2', ['20'], { due: '2026-09-10' })
  issue(clerk, 'I3', ['10'])
  pay(clerk, 'P1', '5')
  pass(clerk, '2026-09-15')
  expect(figures(clerk, 'customer', 'overdue', 'outstanding')).toEqual({ overdue: '15.00', outstanding: '55.00' })
  expect(figures(clerk, 'customer', 'open_count', 'overdue_count')).toEqual({
    open_count: '0.000003',
    overdue_count: '0.000001',
  })
})
