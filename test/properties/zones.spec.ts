import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { type Day, dayFromText, dayInUtc, type Instant, textFromDay } from '../../src/engine/time.ts'
import table from '../../src/engine/zones/2026c.json' with { type: 'json' }
import { dayAt, startOfDay } from '../../src/engine/zones/days.ts'
import { offsetsOf } from '../../src/engine/zones/table.ts'

// All zones of the table, held to Temporal over the data of the pinned Node: at each change of the clocks, and on days at
// random, as far as days are told.

const seed = Number(process.env.PROPERTY_SEED ?? 20_261_128)
const LAST = Date.UTC(2101, 0, 1) / 1000
const FIRST_DAY = dayFromText('1900-01-02') ?? 0
const DAYS = (dayFromText('2999-12-30') ?? 0) - FIRST_DAY

const startByTemporal = (day: Day, zone: string): Instant =>
  Temporal.PlainDate.from(textFromDay(day)).toZonedDateTime(zone).epochNanoseconds / 1000n

/** The latest day that has begun, looked for from the day after. */
function dayByTemporal(instant: Instant, zone: string): Day {
  let day = dayInUtc(instant) + 1
  while (startByTemporal(day, zone) > instant) day -= 1
  return day
}

const faultsAround = (zone: string): string[] =>
  offsetsOf(table, zone)
    .at.slice(1)
    .filter((at) => at < LAST)
    .map((at) => BigInt(at) * 1_000_000n)
    .flatMap((at) => [at - 1n, at, at + 1n])
    .filter((at) => dayAt(at, zone) !== dayByTemporal(at, zone))
    .map((at) => `${zone} at ${at}`)

test('every zone cuts days as Temporal does, at each change of its clocks', () => {
  expect(Object.keys(table.zones).flatMap(faultsAround)).toEqual([])
})

test(`every name cuts days at random as Temporal does (PROPERTY_SEED=${seed})`, () => {
  let state = seed
  const anyDay = (): Day => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return FIRST_DAY + (state % DAYS)
  }
  const faults = [...Object.keys(table.zones), ...Object.keys(table.same)].flatMap((zone) =>
    Array.from({ length: 40 }, anyDay)
      .filter((day) => startOfDay(day, zone) !== startByTemporal(day, zone))
      .map((day) => `${zone} on ${textFromDay(day)}`),
  )
  expect(faults).toEqual([])
})
