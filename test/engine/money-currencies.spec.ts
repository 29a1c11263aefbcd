import { describe, expect, test } from 'vitest'
import { CURRENCIES, currencyDigits } from '../../src/engine/money/currencies.ts'

// The currencies for which Intl follows cash instead of ISO 4217.
const INTL_DIFFERS = 'AFN ALL COP HUF IDR IQD IRR KPW LAK LBP MGA MMK PKR SOS SYP YER'.split(' ')
// What Intl still lists, though ISO has withdrawn it or names no minor unit for it, is not ours.
const NOT_OURS = ['ANG', 'BGN', 'CUC', 'DEM', 'HRK', 'SLL', 'XAG', 'XAU', 'XBA', 'XDR', 'XPD', 'XTS', 'XXX', 'ZWL']

describe('currencyDigits', () => {
  test.each([
    ['USD', 2],
    ['EUR', 2],
    ['JPY', 0],
    ['HUF', 2],
    ['UYI', 0],
    ['KWD', 3],
    ['IQD', 3],
    ['CLF', 4],
    ['XCG', 2],
  ])('%s has %i', (code, digits) => {
    expect(currencyDigits(code)).toBe(digits)
  })

  test.each([...NOT_OURS, 'usd', '', 'US', 'USDX', 'constructor'])('knows no %j', (code) => {
    expect(currencyDigits(code)).toBeUndefined()
  })

  test('differs from Intl only where Intl is known to follow cash', () => {
    const differing = CURRENCIES.filter((code) => currencyDigits(code) !== intlDigits(code))
    // Intl says 2 for every code it does not know, these three among them.
    expect(differing.filter((code) => !['CLF', 'UYW', 'UYI'].includes(code))).toEqual(INTL_DIFFERS)
  })
})

describe('CURRENCIES', () => {
  test('lists each code once, in order', () => {
    expect(CURRENCIES).toEqual([...new Set(CURRENCIES)].sort())
    expect(CURRENCIES).toHaveLength(165)
    expect(CURRENCIES.filter((code) => !/^[A-Z]{3}$/.test(code))).toEqual([])
  })

  test('has every currency that circulates today in some region', () => {
    const regions =
      'AED AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF IDR ILS INR KRW MXN MYR NOK NZD PHP PLN RON SEK SGD'
    expect(regions.split(' ').filter((code) => !CURRENCIES.includes(code))).toEqual([])
  })
})

function intlDigits(code: string): number | undefined {
  return new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions().maximumFractionDigits
}
