import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'
import { eventNo, figureNo, kindNo } from '../../src/engine/bytes/numbers.ts'
import { decisionTypes } from '../../src/engine/events/decisions.ts'
import { type EffectRule, type EventType, events } from '../../src/engine/events/effects.ts'
import { messageTypes } from '../../src/engine/events/messages.ts'
import { causeRoles } from '../../src/engine/events/record.ts'
import { codes, type SlotName, slots } from '../../src/engine/events/slots.ts'
import { baseFigures, isBaseFigure, subjectKinds } from '../../src/engine/figures/base.ts'
import { formulas, isFormula } from '../../src/engine/figures/formulas.ts'
import { statuses } from '../../src/engine/figures/statuses.ts'
import pinned from './pinned-numbers.json' with { type: 'json' }

const rulesOf = (type: EventType): readonly EffectRule[] => events[type].effects
const types = Object.keys(events) as EventType[]
const numbersOf = (table: Readonly<Record<string, { readonly no: number }>>): Record<string, number> =>
  Object.fromEntries(Object.entries(table).map(([name, row]) => [name, row.no]))

test('events move base figures only, never the result of a formula', () => {
  const moved = types.flatMap((type) => rulesOf(type).map((rule) => rule.figure))
  expect(moved.filter((figure) => !isBaseFigure(figure) || isFormula(figure))).toEqual([])
  expect(moved.length).toBeGreaterThan(20)
})

test('an effect takes its amount from a fact of its event, and its subject too', () => {
  const missing = types.flatMap((type) => {
    const facts = events[type].facts.map((fact) => fact.replace('?', ''))
    return rulesOf(type)
      .filter(({ figure, slot }) => {
        const { scope } = baseFigures[figure]
        return !facts.includes(slot) || (scope !== 'customer' && !facts.includes(scope))
      })
      .map(({ figure }) => `${type}: ${figure}`)
  })
  expect(missing).toEqual([])
})

test('a sum is added to or taken from, a set value is set', () => {
  const wrong = types.flatMap((type) =>
    rulesOf(type).filter(({ figure, how }) => (baseFigures[figure].kind === 'set') !== (how === '=')),
  )
  expect(wrong).toEqual([])
})

test('a formula has terms that exist, of its own scope unless it sums over subjects', () => {
  const terms = Object.values(formulas).flatMap((formula): { term: string; scope: string }[] => {
    if (formula.kind === 'sum') return formula.terms.map(([, term]) => ({ term, scope: formula.scope }))
    return formula.kind === 'total' ? [{ term: formula.of, scope: formula.over }] : []
  })
  expect(terms.length).toBeGreaterThan(30)
  expect(terms.filter(({ term }) => !isBaseFigure(term) && !isFormula(term))).toEqual([])
  expect(terms.filter(({ term, scope }) => !term.startsWith(`${scope}.`))).toEqual([])
})

// Numbers stand in hashed bytes for ever: one that changes or is used again makes old records say something else.
test.each([
  ['events', numbersOf(events)],
  ['messages', messageTypes],
  ['decisions', decisionTypes],
  ['slots', Object.fromEntries(Object.entries(slots).map(([name, [no, type]]) => [name, `${no} ${type}`]))],
  ['codes', codes],
  ['figures', { ...numbersOf(baseFigures), ...numbersOf(formulas) }],
  ['statuses', statuses],
  ['subjects', subjectKinds],
  ['roles', causeRoles],
] as const)('the numbers of %s are what they always were, each used once', (name, table) => {
  const entries = Object.entries(table)
  expect(Object.fromEntries(entries)).toEqual(pinned[name])
  expect(new Set(entries.map(([, no]) => String(no).split(' ')[0])).size).toBe(entries.length)
})

test('the kinds of records have their numbers', () => {
  expect(['event', 'change', 'decision', 'message'].map((kind) => kindNo.of(kind as 'event'))).toEqual([1, 2, 3, 4])
})

test('a name and its number lead to each other, an unknown one to an error', () => {
  for (const type of types) expect(eventNo.name(eventNo.of(type))).toBe(type)
  expect(() => eventNo.name(999)).toThrow()
  expect(() => figureNo.of('invoice.nothing')).toThrow()
})

test('every slot that an event or a message can hold is one of the table', () => {
  const named = types.flatMap((type) => events[type].facts.map((fact) => fact.replace('?', '') as SlotName))
  expect(named.filter((slot) => !Object.hasOwn(slots, slot))).toEqual([])
})

test('the engine imports nothing from outside itself', () => {
  const files = globSync('src/engine/**/*.ts').filter((file) => !file.endsWith('.spec.ts'))
  const outside = files.flatMap((file) => {
    const names = [...readFileSync(file, 'utf8').matchAll(/\bfrom\s+'([^']+)'|\bimport\s*\(?\s*'([^']+)'/g)]
    return names
      .map((match) => match[1] ?? match[2] ?? '')
      .filter((name) => !name.startsWith('.') || !normalize(join(dirname(file), name)).startsWith('src/engine/'))
      .map((name) => `${file} imports ${name}`)
  })
  expect(files.length).toBeGreaterThan(30)
  expect(outside).toEqual([])
})
