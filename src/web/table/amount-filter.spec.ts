import { expect, test } from 'vitest'
import { readAmountFilter } from './amount-filter.ts'

test.each([
  ['30', '30'],
  ['>=1,234.50', '>=1234.50'],
  ['<= 10', '<=10'],
  ['10..1,000', '10..1000'],
])('%s is read as an amount of a form is', (text, wire) => {
  expect(readAmountFilter(text)).toEqual({ kind: 'filter', text: wire })
})

test.each(['>=30,5', '-30', 'ten', '1..2..3', ''])('%s is asked back', (text) => {
  expect(readAmountFilter(text).kind).toBe('wrong')
})

test('the question names both amounts', () => {
  expect(readAmountFilter('>=30,5')).toEqual({
    kind: 'wrong',
    sentence: 'Amounts are written otherwise here. Write 30.5 or 305.',
  })
})
