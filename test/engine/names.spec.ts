import { expect, test } from 'vitest'
import type { Command } from '../../src/engine/asked/command.ts'
import type { Draft } from '../../src/engine/asked/draft.ts'
import { giveNames, namedAs, namesWanted, suppliedXdrIds, withoutNames } from '../../src/engine/asked/draft.ts'
import { decide } from '../../src/engine/commands/decide.ts'
import { charge, circumstancesOf, customerOf, day, issue, micros, opened, pay } from '../memory/clerk.ts'
import { voidInvoice } from '../memory/clerk-invoices.ts'
import { textOf } from '../memory/ledger.ts'

/** A decision leaves open what the ledger names: the names are given to its drafts afterwards, in their order. */

const billed = opened('2026-09-01')
const invoice = (amounts: readonly string[], rest: object = {}): Command => ({
  op: 'issue_invoice',
  invoice: null,
  lines: amounts.map((amount) => ({
    description: textOf(billed.ledger, 'a line'),
    amount: micros(amount),
    service: 'calls',
    xdrId: null,
  })),
  charges: [],
  period: null,
  issuedOn: day('2026-09-01'),
  installments: [],
  currency: null,
  ...rest,
})

function draftsOf(command: Command): readonly Draft[] {
  const decision = decide(customerOf(billed), command, circumstancesOf(billed))
  if (!decision.ok) throw new Error(decision.refusal.code)
  return decision.drafts
}

function counting() {
  let last = 10n
  return {
    xdrId: () => {
      last += 1n
      return last
    },
    id: (kind: string) => `the next ${kind}`,
  }
}

test('an invoice wants its number and an xDR id for each line and for the rounding', () => {
  expect(namesWanted(draftsOf(invoice(['10', '0.001'])))).toEqual({ xdrIds: 3, ids: ['invoice'] })
})

test('what a caller supplied is kept, and wanted no more', () => {
  const [line] = (invoice(['10']) as Extract<Command, { op: 'issue_invoice' }>).lines
  const drafts = draftsOf(invoice([], { invoice: 'I7', lines: [{ ...line, xdrId: 12n }] }))
  expect(namesWanted(drafts)).toEqual({ xdrIds: 0, ids: [] })
  expect(suppliedXdrIds(drafts)).toEqual([12n])
  expect(withoutNames(drafts).map(({ facts }) => [facts.id, facts.xdrId])).toEqual([
    [undefined, 12n],
    ['I7', undefined],
  ])
})

test('the credit of a negative invoice is named after the number that the invoice gets', () => {
  const named = giveNames(draftsOf(invoice(['-4', '-0.001'])), counting())
  expect(named.map(({ type, facts }) => [type, facts.id ?? facts.xdrId])).toEqual([
    ['charge_booked', 11n],
    ['charge_booked', 12n],
    ['charge_booked', 13n],
    ['invoice_issued', 'the next invoice'],
    ['credit_made', 'CR-the next invoice'],
  ])
})

test('it is, wherever its invoice stands among the drafts', () => {
  const drafts = draftsOf(invoice(['-4']))
  const [first] = drafts
  if (first === undefined) throw new Error('nothing was drafted')
  const named = giveNames([{ ...first, type: 'note_added', facts: {} }, ...drafts], counting())
  expect(named.at(-1)?.facts.id).toBe('CR-the next invoice')
})

test('with the names of what was booked a decision is what was booked', () => {
  const drafts = draftsOf(invoice(['-4', '1.001']))
  const booked = giveNames(drafts, counting())
  expect(namedAs(drafts, booked)).toEqual(booked)
  expect(namedAs(drafts, giveNames(drafts, { ...counting(), id: () => 'another' }))).not.toEqual(booked)
})

test('a draft that wants a name is booked nowhere without one', () => {
  expect(() => withoutNames(draftsOf(invoice(['1'])))).toThrow('Bug')
})

test('in a history nothing is left to be named', () => {
  const clerk = opened()
  charge(clerk, '5')
  issue(clerk, 'I1', ['10.001'], { charges: 'unbilled' })
  pay(clerk, 'P1', '20')
  const outcome = voidInvoice(clerk, 'I1', { reissue: true })
  const facts = outcome.ok ? outcome.records.flatMap((one) => (one.kind === 'event' ? [one.facts.xdrId] : [])) : []
  expect(facts).toEqual([undefined, 1005n, 1006n, 1007n])
})
