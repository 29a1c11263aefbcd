import { addDays, daysBetween, plainDay } from './time.ts'

/**
 * A period of the audit log as it stands in the address: a word that moves with today, a month (`2026-10`), or two
 * days (`2026-10-01..2026-10-16`, either may be missing). None: from the first record on.
 */
export type Period = string | undefined

export type Window = { readonly from?: string | undefined; readonly to?: string | undefined; readonly words: string }

/** The presets that move with today. */
export const presets = { today: 'Today', this_month: 'This month', last_month: 'Last month' } as const

const monthOf = (day: string): string => day.slice(0, 7)

const shiftMonth = (month: string, by: number): string => {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7)
}

const lastDay = (month: string): string => addDays(`${shiftMonth(month, 1)}-01`, -1)

/** `October 2026`. */
export const monthWords = (month: string): string =>
  new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${month}-15T00:00:00Z`),
  )

const isMonth = (period: string): boolean => /^\d{4}-(0[1-9]|1[0-2])$/.test(period)
const day = /^\d{4}-\d{2}-\d{2}$/
const isDay = (text: string | undefined): text is string => text !== undefined && day.test(text)

const range = (from: string | undefined, to: string | undefined): Window => {
  const start = isDay(from) ? from : undefined
  const end = isDay(to) ? to : undefined
  if (start === undefined && end === undefined) return { words: 'All time' }
  if (start === undefined) return { to: end, words: `Until ${plainDay(end ?? '')}` }
  if (end === undefined) return { from: start, words: `Since ${plainDay(start)}` }
  return { from: start, to: end, words: start === end ? plainDay(start) : `${plainDay(start)} to ${plainDay(end)}` }
}

const month = (name: string, words = monthWords(name)): Window => ({ from: `${name}-01`, to: lastDay(name), words })

/** The days that a period means, and its words. */
export const windowOf = (period: Period, today: string): Window => {
  if (period === undefined) return { words: 'All time' }
  if (period === 'today') return { from: today, to: today, words: 'Today' }
  if (period === 'this_month') return month(monthOf(today), 'This month')
  if (period === 'last_month') return month(shiftMonth(monthOf(today), -1), 'Last month')
  if (isMonth(period)) return month(period)
  const [from, to] = period.split('..')
  return range(from, to)
}

/** The period one step earlier or later: a month moves by a month, days by their number; an open one cannot move. */
export const step = (period: Period, by: 1 | -1, today: string): Period | null => {
  const { from, to } = windowOf(period, today)
  if (from === undefined || to === undefined) return null
  if (from.endsWith('-01') && to === lastDay(monthOf(from))) return shiftMonth(monthOf(from), by)
  const length = daysBetween(from, to) + 1
  return `${addDays(from, by * length)}..${addDays(to, by * length)}`
}

/** The newest months up to today, for the menu. */
export const recentMonths = (today: string, many: number): readonly string[] =>
  Array.from({ length: many }, (_, n) => shiftMonth(monthOf(today), -n))

/** Two typed days as a period; none where both are empty. */
export const periodOf = (from: string, to: string): Period => (from === '' && to === '' ? undefined : `${from}..${to}`)
