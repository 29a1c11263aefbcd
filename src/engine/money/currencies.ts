// Our own table, as of ISO's amendment 180 (1 January 2026, BGN gone). Intl is no source: its digits follow what people
// pay in cash and differ from ISO's (16 of these codes in Node 24), it lacks 11, and it changes with the browser.
// Left out: metals, bond units, drawing rights and test codes, for which ISO names no minor unit (XAU, XDR, XTS, XXX).

const NO_DIGITS = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'

const TWO_DIGITS = `
  AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD
  CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP
  GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT
  LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN
  NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB
  SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS
  UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG`

const THREE_DIGITS = 'BHD IQD JOD KWD LYD OMR TND'

const FOUR_DIGITS = 'CLF UYW'

const DIGITS: ReadonlyMap<string, number> = new Map([
  ...withDigits(NO_DIGITS, 0),
  ...withDigits(TWO_DIGITS, 2),
  ...withDigits(THREE_DIGITS, 3),
  ...withDigits(FOUR_DIGITS, 4),
])

/** Every currency that an amount can be in: the active ISO 4217 codes that have minor units, in alphabetical order. */
export const CURRENCIES: readonly string[] = [...DIGITS.keys()].sort()

/**
 * How many fractional digits a currency's totals and payments have: USD 2, JPY 0, KWD 3.
 * Undefined when the code, in capitals, is not that of an active currency. Source: ISO 4217, list one.
 */
export function currencyDigits(code: string): number | undefined {
  return DIGITS.get(code)
}

function withDigits(codes: string, digits: number): readonly (readonly [string, number])[] {
  return codes
    .trim()
    .split(/\s+/)
    .map((code) => [code, digits])
}
