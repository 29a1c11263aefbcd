import fc from 'fast-check'
import { expect, test } from 'vitest'
import { knownRules, rulesOf } from '../../src/engine/rules/rules.ts'
import { judge, statusBy } from '../../src/engine/values/verdict.ts'

const formulas = knownRules.flatMap((rules) =>
  Object.values(rulesOf(rules).formulas).filter((one) => one.kind === 'status'),
)
/** What conditions compare with each other and with 0, and days about the one that is judged. */
const TODAY = 20_000
const value = fc.oneof(fc.constant(null), fc.bigInt({ min: -2n, max: 2n }), fc.constantFrom(19_999n, 20_000n, 20_001n))

test('a status alone is the one that is judged with all that its conditions say', () => {
  expect(formulas.length).toBeGreaterThan(10)
  for (const formula of formulas)
    fc.assert(
      fc.property(fc.array(value, { minLength: 7, maxLength: 23 }), (values) => {
        const numbers = new Map<string, bigint | null>()
        const said = (figure: string): bigint | null => {
          const known =
            numbers.get(figure) ?? values[(figure.length * 7 + figure.charCodeAt(9)) % values.length] ?? null
          numbers.set(figure, known)
          return known
        }
        expect(statusBy(formula, TODAY, said)).toBe(judge(formula, TODAY, said).status)
      }),
      { seed: 7 },
    )
})

test('a status alone asks for nothing behind the condition that decides', () => {
  const [formula] = formulas.filter((one) => one.scope === 'customer')
  if (formula === undefined) throw new Error('no status of customers')
  const asked = new Set<string>()
  const closed = statusBy(formula, TODAY, (figure) => {
    asked.add(figure)
    return figure === 'customer.closed_since' ? 1n : null
  })
  expect([closed, ...asked]).toEqual(['closed', 'customer.closed_since'])
})
