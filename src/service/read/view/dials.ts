import type { Dials } from '../../../engine/replay/as-of.ts'
import type { Customer } from '../../../engine/state/customer.ts'
import { dayFromText, type Instant, instantFromText } from '../../../engine/time.ts'
import { readClocks } from '../../../store/read/lists/clocks.ts'
import { lastSeqKnownAt } from '../../../store/read/records/known.ts'
import type { Reader } from '../../../store/read/records/records.ts'
import { endOfDay, startOfDay } from '../../asked/days.ts'
import { wallNow } from '../../asked/wall-clock.ts'
import { misunderstood } from '../records/fault.ts'
import { timeText } from '../records/wire.ts'
import { type DayOf, type Edge, edgeOfDay } from './zones.ts'

/** The two dials as a question writes them: as_of a time or a day, known_at also seq:<n>. */
export type Asked = { readonly asOf?: string | undefined; readonly knownAt?: string | undefined }

/** The dials of one customer as moments, and the second one as it was asked for: what is said of it. */
export type Settled = {
  readonly dials: Dials & { readonly knownSeq: number }
  /** "seq:12", or a time; null where everything recorded is known */
  readonly known: string | null
  /** neither was asked for: things as they stand */
  readonly isNow: boolean
}

type Whom = Pick<Customer, 'id' | 'clock' | 'seq' | 'recordedAt'>

/**
 * Reads the dials of a customer: a bare day means to its end, both bounds include; left out, as_of is now on the
 * customer's clock and known_at everything recorded (2-domain 2.3).
 */
export async function settle(reader: Reader, customer: Whom, { asOf, knownAt }: Asked): Promise<Settled> {
  const known = await knownTo(reader, customer, knownAt)
  const { knownSeq } = known.dials
  const effectiveAt =
    asOf === undefined
      ? await nowOf(reader, customer)
      : await boundary(reader, customer.id, asOf, { parameter: 'as_of', edge: 'end', of: { knownSeq } })
  const isNow = asOf === undefined && knownAt === undefined
  return { ...known, isNow, dials: { effectiveAt, ...known.dials } }
}

type Known = Pick<Settled, 'known'> & { readonly dials: Omit<Settled['dials'], 'effectiveAt'> }

async function knownTo(reader: Reader, customer: Whom, text: string | undefined): Promise<Known> {
  if (text === undefined) return { known: null, dials: { knownSeq: customer.seq } }
  const seq = /^seq:(\d{1,15})$/.exec(text)?.[1]
  if (seq !== undefined) return { known: text, dials: { knownSeq: Math.min(Number(seq), customer.seq) } }
  const knownAt = await boundary(reader, customer.id, text, { parameter: 'known_at', edge: 'end', of: 'recorded' })
  const isAll = knownAt >= customer.recordedAt
  const knownSeq = isAll ? customer.seq : await lastSeqKnownAt(reader, customer.id, knownAt)
  return { known: timeText(knownAt), dials: { knownAt, knownSeq } }
}

type Bound = { readonly parameter: string; readonly edge: Edge; readonly of: DayOf }

/** A moment from a time, or the start or the last microsecond of a day of a customer. */
export async function boundary(
  reader: Reader,
  customerId: string,
  text: string,
  { parameter, edge, of }: Bound,
): Promise<Instant> {
  const day = dayFromText(text)
  return day === undefined ? timeOf(text, parameter) : await edgeOfDay(reader, customerId, day, of, edge)
}

/** A moment from a time, or the start or the last microsecond of a day in a zone. */
export function boundaryIn(text: string, parameter: string, zone: string, edge: Edge): Instant {
  const day = dayFromText(text)
  if (day !== undefined) return edge === 'start' ? startOfDay(day, zone) : endOfDay(day, zone)
  return timeOf(text, parameter)
}

function timeOf(text: string, parameter: string): Instant {
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
