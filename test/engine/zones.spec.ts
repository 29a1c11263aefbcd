import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { dayFromText, type Instant, instantFromText, instantToText, textFromDay } from '../../src/engine/time.ts'
import { currentZones, dayAt, endOfDay, isZone, secondsAhead, startOfDay } from '../../src/engine/zones/days.ts'

const RELEASED = 'bbdfc255bb1fc9839d46dce8fe19018649e79d82dfda50ba864a3017409e6dbd'
const ZONES = ['UTC', 'Pacific/Auckland', 'Pacific/Honolulu', 'Asia/Kathmandu', 'America/Sao_Paulo', 'Europe/Berlin']
const FAR_ZONES = ['Pacific/Kiritimati', 'Etc/GMT+12', 'Pacific/Chatham', 'Australia/Lord_Howe', 'America/St_Johns']
const anyDay = fc.integer({ min: day('1901-01-01'), max: day('2199-12-31') })
const anyInstant = fc.bigInt({ min: moment('1901-01-01T00:00:00Z'), max: moment('2199-12-31T00:00:00Z') })

describe('isZone', () => {
  test.each([...ZONES, ...FAR_ZONES, 'America/Argentina/Buenos_Aires', 'America/Port-au-Prince'])(
    'knows %s',
    (name) => {
      expect(isZone(name)).toBe(true)
    },
  )

  const unknown = ['', 'Mars/Olympus', 'Europe', 'Europe/', 'Europe/Berlin ', 'Europe/Berlin\n', 'Europe/Berlin/Mitte']
  const miswritten = ['pacific/auckland', 'PACIFIC/AUCKLAND', 'utc', 'Z']
  test.each([...unknown, ...miswritten, '+02:00', '-10', 'EST', 'CET', 'PST8PDT'])('refuses %j', (name) => {
    expect(isZone(name)).toBe(false)
  })
})

describe('a day in a zone', () => {
  test.each([
    ['UTC', '2026-10-15', '2026-10-15T00:00:00.000Z', '2026-10-15T23:59:59.999999Z'],
    ['Pacific/Auckland', '2026-10-15', '2026-10-14T11:00:00.000Z', '2026-10-15T10:59:59.999999Z'],
    ['Pacific/Honolulu', '2026-10-15', '2026-10-15T10:00:00.000Z', '2026-10-16T09:59:59.999999Z'],
    ['Asia/Kathmandu', '2026-10-15', '2026-10-14T18:15:00.000Z', '2026-10-15T18:14:59.999999Z'],
    // 23 hours, 25 hours, and 23.5: clocks change within the day.
    ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00.000Z', '2026-03-29T21:59:59.999999Z'],
    ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00:00.000Z', '2026-10-25T22:59:59.999999Z'],
    ['Australia/Lord_Howe', '2026-10-04', '2026-10-03T13:30:00.000Z', '2026-10-04T12:59:59.999999Z'],
    // Midnight does not exist: the day starts at 01:00, at 00:30 in Toronto, where 23:30 to 00:30 was skipped.
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00.000Z', '2018-11-05T01:59:59.999999Z'],
    ['America/Toronto', '1919-03-31', '1919-03-31T04:30:00.000Z', '1919-04-01T03:59:59.999999Z'],
    // Clocks go back from midnight to 23:00 of the day before, which lasts 25 hours.
    ['America/Sao_Paulo', '2018-02-17', '2018-02-17T02:00:00.000Z', '2018-02-18T02:59:59.999999Z'],
  ])('%s %s', (zone, text, start, end) => {
    expect([startOfDay(day(text), zone), endOfDay(day(text), zone)].map(instantToText)).toEqual([start, end])
  })

  test('is empty where a zone skipped it', () => {
    const skipped = day('2011-12-30')
    expect(startOfDay(skipped, 'Pacific/Apia')).toBe(startOfDay(skipped + 1, 'Pacific/Apia'))
    expect(dayAt(startOfDay(skipped, 'Pacific/Apia'), 'Pacific/Apia')).toBe(skipped + 1)
    expect(dayAt(startOfDay(skipped, 'Pacific/Apia') - 1n, 'Pacific/Apia')).toBe(skipped - 1)
  })

  test('is entered by its first moment and not before', () => {
    fc.assert(
      fc.property(anyDay, fc.constantFrom(...ZONES, ...FAR_ZONES), (someDay, zone) => {
        const start = startOfDay(someDay, zone)
        expect([dayAt(start, zone), dayAt(start - 1n, zone)]).toEqual([someDay, someDay - 1])
        expect(dayAt(endOfDay(someDay, zone), zone)).toBe(someDay)
      }),
    )
  })

  test('throws for a zone that does not exist', () => {
    expect(() => startOfDay(0, 'Mars/Olympus')).toThrow()
  })
})

describe('the zone table', () => {
  // records stand on its days: new data of IANA is a new table and a new rules version, never a change of this one
  test('of 2026c is the one that was released', () => {
    const file = readFileSync('src/engine/zones/2026c.json')
    expect(createHash('sha256').update(file).digest('hex')).toBe(RELEASED)
    expect(file.length).toBeLessThan(150_000)
  })

  test('is that of the pinned Node', () => {
    expect(process.versions.tz).toBe(currentZones)
  })

  test('knows every zone that Node lists', () => {
    expect(Intl.supportedValuesOf('timeZone').filter((name) => !isZone(name))).toEqual([])
  })
})

describe('secondsAhead', () => {
  test.each([
    ['2026-03-29T00:59:59.999999Z', 'Europe/Berlin', 3600],
    ['2026-03-29T01:00:00Z', 'Europe/Berlin', 7200],
    ['2999-07-01T00:00:00Z', 'Europe/Berlin', 7200],
    ['1969-12-31T23:59:59.999999Z', 'America/St_Johns', -12_600],
    ['1900-01-01T00:00:00Z', 'Africa/Monrovia', -2588],
  ])('at %s in %s is %i', (text, zone, expected) => {
    expect(secondsAhead(moment(text), zone)).toBe(expected)
  })
})

describe('dayAt', () => {
  test.each([
    ['2026-10-15T10:59:59.999999Z', 'Pacific/Auckland', '2026-10-15'],
    ['2026-10-15T11:00:00Z', 'Pacific/Auckland', '2026-10-16'],
    ['2026-10-15T09:59:59.999999Z', 'Pacific/Honolulu', '2026-10-14'],
    ['2026-10-15T10:00:00Z', 'Pacific/Honolulu', '2026-10-15'],
    ['2026-10-15T18:15:00Z', 'Asia/Kathmandu', '2026-10-16'],
    ['2018-11-04T02:59:59.999999Z', 'America/Sao_Paulo', '2018-11-03'],
    ['2018-11-04T03:00:00Z', 'America/Sao_Paulo', '2018-11-04'],
    ['2026-10-15T10:00:00Z', 'Pacific/Kiritimati', '2026-10-16'],
    ['2026-10-15T11:59:59Z', 'Etc/GMT+12', '2026-10-14'],
  ])('%s in %s is %s', (text, zone, expected) => {
    expect(textFromDay(dayAt(moment(text), zone))).toBe(expected)
  })

  test('is the date that Temporal shows', () => {
    fc.assert(
      fc.property(anyInstant, fc.constantFrom(...ZONES), (instant, zone) => {
        const shown = new Temporal.ZonedDateTime(instant * 1_000n, zone).toPlainDate().toString()
        expect(textFromDay(dayAt(instant, zone))).toBe(shown)
      }),
      { numRuns: 500 },
    )
  })

  test('does not go back where clocks went back over midnight', () => {
    // St. John's, 29 October 2006, 00:01 → 28 October, 23:01: an hour of the old day came twice.
    const began = moment('2006-10-29T02:30:00Z')
    const repeated = moment('2006-10-29T02:45:00Z')
    const shown = new Temporal.ZonedDateTime(repeated * 1_000n, 'America/St_Johns').toPlainDate().toString()
    expect(shown).toBe('2006-10-28')
    expect([began, repeated].map((at) => textFromDay(dayAt(at, 'America/St_Johns')))).toEqual([
      '2006-10-29',
      '2006-10-29',
    ])
  })
})

function day(text: string): number {
  const found = dayFromText(text)
  if (found === undefined) throw new Error(`no day: ${text}`)
  return found
}

function moment(text: string): Instant {
  const found = instantFromText(text)
  if (found === undefined) throw new Error(`no moment: ${text}`)
  return found
}
