import { describe, expect, test } from 'vitest'
import { whyNotReminded } from '../../src/engine/booking/withheld.ts'
import type { Customer } from '../../src/engine/state/customer.ts'
import type { Dunned } from '../../src/engine/values/dunning.ts'
import { customerOf, pass, pay } from '../memory/clerk.ts'
import { authorise } from '../memory/clerk-payments.ts'
import { collectionOf, underPolicy } from '../memory/clerk-policy.ts'
import { debtor } from './debtor.ts'

/** Why nobody is reminded of an invoice before it is due: the first reason that applies. */

/** Owes 80 under terms that leave 5 alone. */
function owing(): { readonly customer: Customer; readonly one: Dunned } {
  const clerk = debtor({})
  underPolicy(clerk, { collect_minimum: '5' })
  const customer = customerOf(clerk)
  const invoice = customer.subjects.get('invoice:1')
  if (invoice === undefined) throw new Error('there is an invoice')
  const none = { overdue: 0n, disputed: 0n, covered: 0n, pending: 0n, collectibleOverdue: 0n, dueOn: null }
  return { customer, one: { invoice, outstanding: 80_000_000n, ...none } }
}

describe('what is left of it', () => {
  test.each<[string, Partial<Dunned>, string | null]>([
    ['all', {}, null],
    ['more than the least', { disputed: 30_000_000n, covered: 30_000_000n, pending: 14_999_999n }, null],
    [
      'the least that is left alone',
      { disputed: 30_000_000n, covered: 30_000_000n, pending: 15_000_000n },
      'below_minimum',
    ],
    ['a little', { pending: 79_999_999n }, 'below_minimum'],
    ['nothing beside what is pending', { covered: 50_000_000n, pending: 30_000_000n }, 'covered_by_pending_money'],
    ['nothing beside free money', { disputed: 30_000_000n, covered: 50_000_000n }, 'covered_by_free_money'],
    ['nothing beside free money, and more is pending', { covered: 80_000_000n, pending: 1n }, 'covered_by_free_money'],
    ['nothing that is not in dispute', { disputed: 80_000_000n, covered: 80_000_000n }, 'in_dispute'],
  ])('%s', (_what, part, because) => {
    const { customer, one } = owing()
    expect(whyNotReminded(customer, { ...one, ...part })).toBe(because)
  })

  test('collection that was stopped by hand goes before all else', () => {
    const { customer, one } = owing()
    const cells = { ...one.invoice.cells, 'invoice.uncollected_since': { value: 20_500n, seq: 1 } }
    const stopped = { ...one, invoice: { ...one.invoice, cells }, disputed: 80_000_000n }
    expect(whyNotReminded(customer, stopped)).toBe('stopped_by_hand')
  })
})

test('a reminder is withheld for pending money, and the record says so; nobody is reminded of what is paid', () => {
  const clerk = debtor({ reminders_before: [5, 3], resend_after: [] })
  authorise(clerk, 'P1', '80')
  pass(clerk, '2026-02-08')
  pay(clerk, 'P2', '80')
  pass(clerk, '2026-02-12')
  expect(collectionOf(clerk)).toEqual(['2026-02-07 reminder withheld covered_by_pending_money'])
})
