import { describe, expect, it } from 'vitest'
import { compare, moved, negate, share, shown, sum } from './amount.ts'

describe('amounts on the page', () => {
  it('are added exactly, with the digits of the longest', () => {
    expect(sum(['0.10', '0.20'])).toBe('0.30')
    expect(sum(['100.00', '-30.00', '-60.00'])).toBe('10.00')
    expect(sum(['0.00694', '16.85306'])).toBe('16.86000')
    expect(sum(['10', '-3'])).toBe('7')
    expect(sum(['999999999999.999999', '0.000001'])).toBe('1000000000000.000000')
  })

  it('carry a true minus, and never a signed zero', () => {
    expect([shown('-30.00'), shown('-0.00'), moved('60.00'), moved('-60.00'), moved('0.00')]).toEqual([
      '−30.00',
      '0.00',
      '+60.00',
      '−60.00',
      '0.00',
    ])
  })

  it('are negated, compared and measured without floats', () => {
    expect([negate('30.00'), negate('-0.01'), negate('0.00')]).toEqual(['-30.00', '0.01', '0.00'])
    expect(compare('9.99', '10.00')).toBe(-1)
    expect(share('30.00', '100.00')).toBe(0.3)
  })

  it('are shown in groups of three', () => {
    expect(['1234.50', '-1234567', '999.00', '-100.00', '12345.678901'].map(shown)).toEqual([
      '1,234.50',
      '−1,234,567',
      '999.00',
      '−100.00',
      '12,345.678901',
    ])
    expect(moved('1000.00')).toBe('+1,000.00')
  })
})
