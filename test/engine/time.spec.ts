import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import {
  dayFromText,
  dayInUtc,
  instantFromText,
  instantToText,
  longDay,
  shortDay,
  startInUtc,
  textFromDay,
} from '../../src/engine/time.ts'

const FIRST_DAY = -25_567
const LAST_DAY = 376_199
const DAYS_IN_400_YEARS = 146_097
const DAY_LENGTH = 86_400_000_000n
const anyDay = fc.integer({ min: FIRST_DAY, max: LAST_DAY })
const anyInstant = fc.oneof(
  fc.bigInt({ min: BigInt(FIRST_DAY) * DAY_LENGTH, max: BigInt(LAST_DAY + 1) * DAY_LENGTH - 1n }),
  fc.bigInt({ min: -5_000n, max: 5_000n }).map((millis) => millis * 1_000n),
)

describe('days', () => {
  test.each([
    ['1970-01-01', 0],
    ['1969-12-31', -1],
    ['2000-02-29', 11_016],
    ['1900-01-01', FIRST_DAY],
    ['2999-12-31', LAST_DAY],
  ])('%s is day %i', (text, day) => {
    expect(dayFromText(text)).toBe(day)
    expect(textFromDay(day)).toBe(text)
  })

  test('agree with Temporal on each day of 400 years, read and written', () => {
    let date = Temporal.PlainDate.from('1900-01-01')
    const wrong: string[] = []
    for (let day = FIRST_DAY; day < FIRST_DAY + DAYS_IN_400_YEARS; day += 1) {
      const text = date.toString()
      if (textFromDay(day) !== text || dayFromText(text) !== day) wrong.push(text)
      date = date.add({ days: 1 })
    }
    expect(date.toString()).toBe('2300-01-01')
    expect(wrong).toEqual([])
  })

  test('come back from their text in all years', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        expect(dayFromText(textFromDay(day))).toBe(day)
      }),
    )
  })

  const inexistent = ['2026-02-29', '1900-02-29', '2026-02-30', '2026-04-31', '2026-13-01', '2026-00-10', '2026-01-00']
  const outside = ['1899-12-31', '3000-01-01', '0000-01-01', '9999-12-31']
  const miswritten = ['', '2026-1-05', '2026-01-5', '26-01-05', '20260105', '2026/01/05', ' 2026-01-05', '2026-01-05\n']
  test.each([...inexistent, ...outside, ...miswritten, '2026-01-05T00:00:00Z', '+2026-01-05'])('refuse %j', (text) => {
    expect(dayFromText(text)).toBeUndefined()
  })

  test('are written out for letters and for tables', () => {
    expect(longDay(dayFromText('2026-10-16') ?? 0)).toBe('16 October 2026')
    expect(shortDay(dayFromText('2026-10-16') ?? 0)).toBe('16 Oct 2026')
    expect(longDay(0)).toBe('1 January 1970')
    expect(shortDay(-1)).toBe('31 Dec 1969')
    expect(shortDay(dayFromText('2024-09-05') ?? 0)).toBe('5 Sep 2024')
  })

  test('are written out with the names that Intl has for the months', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const date = Temporal.PlainDate.from(textFromDay(day))
        expect(longDay(day)).toBe(date.toLocaleString('en-GB', { dateStyle: 'long' }))
      }),
    )
  })
})

describe('the UTC day of a moment', () => {
  test.each([
    [0n, 0],
    [-1n, -1],
    [DAY_LENGTH - 1n, 0],
    [DAY_LENGTH, 1],
    [-DAY_LENGTH, -1],
    [-DAY_LENGTH - 1n, -2],
  ])('%s µs fall on day %i', (instant, day) => {
    expect(dayInUtc(instant)).toBe(day)
  })

  test('begins with startInUtc', () => {
    expect(startInUtc(1)).toBe(DAY_LENGTH)
    fc.assert(
      fc.property(anyDay, (day) => {
        expect([dayInUtc(startInUtc(day)), dayInUtc(startInUtc(day) - 1n)]).toEqual([day, day - 1])
      }),
    )
  })
})

describe('moments', () => {
  test.each([
    [0n, '1970-01-01T00:00:00.000Z'],
    [-1n, '1969-12-31T23:59:59.999999Z'],
    [1_000n, '1970-01-01T00:00:00.001Z'],
    [1_001n, '1970-01-01T00:00:00.001001Z'],
    [1_792_065_600_000_000n, '2026-10-15T12:00:00.000Z'],
    [BigInt(LAST_DAY + 1) * DAY_LENGTH - 1n, '2999-12-31T23:59:59.999999Z'],
  ])('%s is written %s and read back', (instant, text) => {
    expect(instantToText(instant)).toBe(text)
    expect(instantFromText(text)).toBe(instant)
  })

  test.each([
    ['2026-10-15T14:00:00+02:00', '2026-10-15T12:00:00.000Z'],
    ['2026-10-15T00:30:00+05:45', '2026-10-14T18:45:00.000Z'],
    ['2026-10-15T14:00:00-10:00', '2026-10-16T00:00:00.000Z'],
    ['2026-10-15T12:00:00-00:00', '2026-10-15T12:00:00.000Z'],
    ['2026-10-15T12:00:00.5Z', '2026-10-15T12:00:00.500Z'],
    ['2026-10-15T12:00:00.00001-00:30', '2026-10-15T12:30:00.000010Z'],
    ['1900-01-01T00:00:00Z', '1900-01-01T00:00:00.000Z'],
  ])('reads %s as %s', (text, utc) => {
    expect(instantToText(instantFromText(text) ?? -1n)).toBe(utc)
  })

  const noTime = ['', '2026-10-15', '2026-10-15T12:00Z', '2026-10-15T12:00:00', '2026-10-15 12:00:00Z']
  const miswritten = [
    '2026-10-15t12:00:00Z',
    '2026-10-15T12:00:00z',
    '2026-10-15T12:00:00.Z',
    '2026-10-15T12:00:00+0200',
  ]
  const tooFine = ['2026-10-15T12:00:00.0000000Z', '2026-10-15T12:00:00,5Z', '2026-10-15T12:00:00Z\n']
  const inexistent = ['2026-02-29T12:00:00Z', '2026-10-15T24:00:00Z', '2026-10-15T12:60:00Z', '2016-12-31T23:59:60Z']
  const noOffset = ['2026-10-15T12:00:00+24:00', '2026-10-15T12:00:00+02:60', '2026-10-15T12:00:00+02']
  const outside = [
    '1899-12-31T23:59:59Z',
    '1900-01-01T00:00:00+00:01',
    '2999-12-31T23:59:59-00:01',
    '3000-01-01T00:00:00Z',
  ]
  test.each([...noTime, ...miswritten, ...tooFine, ...inexistent, ...noOffset, ...outside])('refuses %j', (text) => {
    expect(instantFromText(text)).toBeUndefined()
  })

  test('are written as Temporal writes them, and read back', () => {
    fc.assert(
      fc.property(anyInstant, (instant) => {
        const digits = instant % 1_000n === 0n ? 3 : 6
        const moment = Temporal.Instant.fromEpochNanoseconds(instant * 1_000n)
        expect(instantToText(instant)).toBe(moment.toString({ fractionalSecondDigits: digits }))
        expect(instantFromText(instantToText(instant))).toBe(instant)
      }),
    )
  })

  test('are read with any offset as Temporal reads them', () => {
    const inside = fc.bigInt({ min: BigInt(FIRST_DAY + 1) * DAY_LENGTH, max: BigInt(LAST_DAY) * DAY_LENGTH })
    fc.assert(
      fc.property(inside, fc.integer({ min: -1_439, max: 1_439 }), (instant, minutes) => {
        const [hour, minute] = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
        const offset = `${minutes < 0 ? '-' : '+'}${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
        const text = instantToText(instant).replace('Z', offset)
        expect(instantFromText(text)).toBe(Temporal.Instant.from(text).epochNanoseconds / 1_000n)
      }),
    )
  })
})
