import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { grouped, shown } from './amount.ts'
import type { Marks } from './marks.ts'
import { readMoney, shownWith } from './money.ts'

const german: Marks = { decimal: ',', group: '.' }
const swiss: Marks = { decimal: '.', group: "'" }
const french: Marks = { decimal: ',', group: ' ' }

const amounts = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 9_999_999_999_999n }), fc.integer({ min: 0, max: 6 }), fc.nat(999_999))
  .map(([minus, whole, digits, fraction]) => {
    const tail = digits === 0 ? '' : `.${String(fraction).padStart(6, '0').slice(0, digits)}`
    return `${minus ? '-' : ''}${whole}${tail}`
  })

describe('what a person types as an amount', () => {
  it('is what the page wrote, read back the same, in every language', () => {
    fc.assert(
      fc.property(amounts, fc.constantFrom(undefined, german, swiss, french), (amount, marks) => {
        expect(readMoney(grouped(amount, marks), 6, marks)).toEqual({ kind: 'amount', amount })
      }),
    )
    expect(readMoney(shown('-1234567.80'))).toEqual({ kind: 'amount', amount: '-1234567.80' })
  })

  it.each([
    ['1,234', '1234'],
    ['1,234.5', '1234.5'],
    ['1234.50', '1234.50'],
    [' 30.5 ', '30.5'],
    ['−3', '-3'],
    ['- 3', '-3'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['007', '7'],
    ['12,345,678.90', '12345678.90'],
  ])('%s has one reading', (text, amount) => {
    expect(readMoney(text, 2)).toEqual({ kind: 'amount', amount })
  })

  it.each([
    ['30,5', ['30.5', '305']],
    ['1,23', ['1.23', '123']],
    ['1.234,50', ['1234.50', '123450']],
    ['1.234.567', ['1234567']],
    ['1.234', ['1234']],
    ['0,123', ['123']],
    ['1 234,50', ['1234.50', '123450']],
    ['1\u00a0234', ['1234']],
    ["1'234.50", ['1234.50', '123450']],
    ['1,234,56', ['1234.56', '123456']],
    ['12,34.56', ['1234.56', '123456']],
    ['-30,50', ['-30.50', '-3050']],
    ['10.125', ['10125']],
  ])('%s is a question, never a guess', (text, amounts) => {
    expect(readMoney(text, 2)).toEqual({ kind: 'question', amounts })
  })

  it.each(['', '-', '.', ',', '1e5', 'abc', '30 USD', '$30', '+1', '1-2', '12345678901234'])('%s is none', (text) => {
    expect(readMoney(text, 2)).toEqual({ kind: 'none' })
  })

  it('has the digits of its currency', () => {
    expect(readMoney('1.234', 3)).toEqual({ kind: 'amount', amount: '1.234' })
    expect(readMoney('10.5', 0)).toEqual({ kind: 'question', amounts: ['105'] })
    expect([shownWith('30.5', 2), shownWith('1234', 2), shownWith('10', 0)]).toEqual(['30.50', '1,234.00', '10'])
  })
})
