import { Temporal } from 'temporal-polyfill'
import { type Day, dayFromText, type Instant, instantToText } from '../../src/engine/time.ts'
import type { Scenario, Step } from './scenario.ts'

/** The moment of a local time "2026-10-15T23:59" in a zone. */
export const momentOf = (text: string, zone: string): Instant =>
  Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochNanoseconds / 1000n

/** When a step happens, given what the clock shows: at its time, else at noon, or now when noon has passed. */
export function momentOfStep({ on, time }: Pick<Step, 'on' | 'time'>, zone: string, now: Instant): Instant {
  if (time !== null) return momentOf(`${on}T${time}`, zone)
  const noon = momentOf(`${on}T12:00`, zone)
  const nextDay = momentOf(`${Temporal.PlainDate.from(on).add({ days: 1 })}T00:00`, zone)
  return now > noon && now < nextDay ? now : noon
}

/** A day, or a moment of the zone as the wire takes it. */
export const onTheWire = (text: string, zone: string): string =>
  text.includes('T') ? instantToText(momentOf(text, zone)) : text

export const dayOf = (text: string): Day => {
  const day = dayFromText(text.slice(0, 10))
  if (day === undefined) throw new Error(`"${text}" is no day`)
  return day
}

/** The day on which a scenario begins. */
export const beginsOn = ({ lines, title }: Scenario): Day => {
  const first = lines.find((line) => line.kind === 'step')
  if (first === undefined) throw new Error(`"${title}" has no step`)
  return dayOf(first.on)
}
