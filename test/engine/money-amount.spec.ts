import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type AmountFault,
  formatAmount,
  isFinerThan,
  LIMIT,
  type Micros,
  magnitude,
  parseAmount,
  sentenceAmount,
  stepOf,
} from '../../src/engine/money/amount.ts'

const anyMicros = fc.oneof(fc.bigInt({ min: -LIMIT, max: LIMIT }), fc.bigInt({ min: -20_000_000n, max: 20_000_000n }))
const anyDigits = fc.integer({ min: 0, max: 6 })

describe('parseAmount', () => {
  test.each<[string, Micros]>([
    ['60.00', 60_000_000n],
    ['-30', -30_000_000n],
    ['0.00694', 6_940n],
    ['0.000001', 1n],
    ['-0.5', -500_000n],
    ['0', 0n],
    ['-0', 0n],
    ['-0.00', 0n],
    ['007', 7_000_000n],
    [`${'0'.repeat(50)}1`, 1_000_000n],
    ['1000000000000', LIMIT],
    ['-1000000000000.000000', -LIMIT],
    ['999999999999.999999', LIMIT - 1n],
  ])('reads %j', (text, micros) => {
    expect(parseAmount(text)).toEqual({ ok: true, micros })
  })

  const malformed = ['', '-', '.', '.5', '5.', '+1', '--1', '1e3', '1,000', '1_000', ' 1', '1 ', '1\n', '1.2.3', '0x10']
  test.each([...malformed, 'NaN', 'Infinity', '\u22121', '\u0661', '1-'])('refuses %j as malformed', (text) => {
    expect(parseAmount(text)).toEqual({ ok: false, fault: 'amount_malformed' })
  })

  test.each<[string, AmountFault]>([
    ['0.0000001', 'amount_too_fine'],
    ['1.0000000', 'amount_too_fine'],
    ['9999999999999999.0000001', 'amount_too_fine'],
    ['1000000000000.000001', 'amount_too_large'],
    ['-1000000000000.000001', 'amount_too_large'],
    ['10000000000000', 'amount_too_large'],
    ['9'.repeat(5_000), 'amount_too_large'],
  ])('refuses %j: %s', (text, fault) => {
    expect(parseAmount(text)).toEqual({ ok: false, fault })
  })
})

describe('formatAmount', () => {
  test.each<[Micros, number, string]>([
    [10_000_000n, 2, '10.00'],
    [6_940n, 2, '0.00694'],
    [-30_000_000n, 2, '-30.00'],
    [-10_000n, 2, '-0.01'],
    [10_000_000n, 0, '10'],
    [10_500_000n, 0, '10.5'],
    [0n, 2, '0.00'],
    [0n, 0, '0'],
    [1_500_000n, 3, '1.500'],
    [1n, 4, '0.000001'],
    [LIMIT, 2, '1000000000000.00'],
  ])('writes %s with %i digits as %j', (micros, digits, text) => {
    expect(formatAmount(micros, digits)).toBe(text)
  })

  test('writes what parseAmount reads as the same amount', () => {
    fc.assert(
      fc.property(anyMicros, anyDigits, (micros, digits) => {
        expect(parseAmount(formatAmount(micros, digits))).toEqual({ ok: true, micros })
      }),
    )
  })

  test('has the digits asked for, and more only up to one that counts', () => {
    fc.assert(
      fc.property(anyMicros, anyDigits, (micros, digits) => {
        const fraction = formatAmount(micros, digits).split('.')[1] ?? ''
        expect(fraction.length === digits || (fraction.length > digits && !fraction.endsWith('0'))).toBe(true)
      }),
    )
  })
})

test('sentenceAmount writes the minus sign of a sentence and is otherwise the wire form', () => {
  expect(sentenceAmount(-30_000_000n, 2)).toBe('\u221230.00')
  expect(sentenceAmount(30_000_000n, 2)).toBe('30.00')
  expect(sentenceAmount(0n, 0)).toBe('0')
})

describe('isFinerThan', () => {
  test.each<[Micros, number, boolean]>([
    [6_940n, 2, true],
    [6_940n, 5, false],
    [6_940n, 4, true],
    [-500_000n, 0, true],
    [-500_000n, 1, false],
    [0n, 0, false],
    [1n, 6, false],
  ])('%s against %i digits: %s', (micros, digits, finer) => {
    expect(isFinerThan(micros, digits)).toBe(finer)
  })
})

test('stepOf gives the smallest amount of so many digits and throws for digits that no amount has', () => {
  expect([0, 2, 3, 6].map(stepOf)).toEqual([1_000_000n, 10_000n, 1_000n, 1n])
  for (const digits of [-1, 7, 1.5, Number.NaN]) expect(() => stepOf(digits)).toThrow('Bug')
})

test('magnitude drops the sign', () => {
  expect([-5n, 0n, 5n].map(magnitude)).toEqual([5n, 0n, 5n])
})
