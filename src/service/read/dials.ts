import type { Customer } from '../../engine/customer/state.ts'
import type { Dials } from '../../engine/replay/as-of.ts'
import { type Day, dayFromText, type Instant, instantFromText } from '../../engine/time.ts'
import { readClocks } from '../../store/read/clocks.ts'
import type { Reader } from '../../store/read/records.ts'
import { dayAt, endOfDay, startOfDay } from '../days.ts'
import { wallNow } from '../wall-clock.ts'
import { misunderstood } from './fault.ts'

/** The two dials as a question writes them: as_of a time or a day, known_at also seq:<n>. */
export type Asked = { readonly asOf?: string | undefined; readonly knownAt?: string | undefined }

/** The dials of one customer: what counts, what was known, and the day that clock formulas are computed with. */
export type Settled = { readonly dials: Dials; readonly today: Day }

/**
 * Reads the dials in the customer's zone: a bare day means to its end, both bounds include; left out, as_of is now on the
 * customer's clock and known_at everything recorded (2-domain 2.3).
 */
export function settle(asked: Asked, customer: Pick<Customer, 'timeZone'>, now: Instant): Settled {
  const effectiveAt = asked.asOf === undefined ? now : boundary(asked.asOf, 'as_of', customer.timeZone, 'end')
  return {
    dials: { effectiveAt, ...known(asked.knownAt, customer.timeZone) },
    today: dayAt(effectiveAt, customer.timeZone),
  }
}

function known(text: string | undefined, zone: string): Pick<Dials, 'knownAt' | 'knownSeq'> {
  if (text === undefined) return {}
  const seq = /^seq:(\d{1,15})$/.exec(text)?.[1]
  return seq === undefined ? { knownAt: boundary(text, 'known_at', zone, 'end') } : { knownSeq: Number(seq) }
}

/** A moment from a time, or the start or the last microsecond of a day in a zone. */
export function boundary(text: string, parameter: string, zone: string, edge: 'start' | 'end'): Instant {
  const day = dayFromText(text)
  if (day !== undefined) return edge === 'start' ? startOfDay(day, zone) : endOfDay(day, zone)
  const instant = instantFromText(/T\d\d:\d\d(Z|[+-])/.test(text) ? text.replace(/(T\d\d:\d\d)/, '$1:00') : text)
  if (instant === undefined)
    throw misunderstood(parameter, 'an existing day (2026-10-15) or time (2026-10-15T12:00:00Z)')
  return instant
}

/** Now on the clock that a customer follows: the wall's, in µs, or a named one's. */
export async function nowOf(reader: Reader, { clock }: Pick<Customer, 'clock'>): Promise<Instant> {
  const [named] = clock === null ? [] : await readClocks(reader, [clock])
  return named?.now ?? wallNow()
}
