import type { Refusal, RefusalCode } from '../../engine/asked/refusals.ts'
import type { TextRef } from '../../engine/events/slots.ts'
import { type Micros, parseAmount } from '../../engine/money/amount.ts'
import type { Customer } from '../../engine/state/customer.ts'
import { type Day, dayFromText, type Instant, instantFromText } from '../../engine/time.ts'
import { dayAt, startOfDay } from './days.ts'
import { type SealedText, sealText } from './sealed-text.ts'

const LARGEST_XDR_ID = 2n ** 63n - 1n

/** Can an xDR id be kept? Larger ones are refused later. */
export const isInt8 = (text: string): boolean => BigInt(text) <= LARGEST_XDR_ID

/** Now and today of a customer's clock, and whether it lets mail go out. */
export type ClockReading = {
  readonly now: Instant
  readonly today: Day
  readonly mail: 'send' | 'withhold'
  /** what it tells is history: nothing of it is collected */
  readonly collection?: 'off'
}

/** What is known of a customer when a request about him is read. */
export type Surroundings = {
  readonly customer: Customer
  readonly zone: string
  readonly clock: ClockReading
  readonly hasXdrId: (id: bigint) => boolean
  /** the last day on which the books are closed; left out: they are open */
  readonly closedUntil?: Day
}

/**
 * A request while it is read: what could not be read is noted as a refusal and stands as 0 or now, so that the engine
 * can still look at the rest and the first broken rule is the one that is answered.
 */
export type Form = Surroundings & {
  readonly refusals: Refusal[]
  readonly texts: SealedText[]
}

export const openForm = (surroundings: Surroundings): Form => ({ ...surroundings, refusals: [], texts: [] })

export function note(form: Form, code: RefusalCode, facts: Refusal['facts'] = {}): void {
  form.refusals.push({ code, facts })
}

export function amount(form: Form, text: string): Micros {
  const parsed = parseAmount(text)
  if (parsed.ok) return parsed.micros
  note(form, parsed.fault, { amount: text })
  return 0n
}

export const optionalAmount = (form: Form, text: string | undefined): Micros | null =>
  text === undefined ? null : amount(form, text)

export function day(form: Form, text: string): Day {
  const read = dayFromText(text)
  if (read === undefined) note(form, 'date_invalid', { date: text })
  return read ?? form.clock.today
}

/** A moment, or the start of a day in a zone; undefined where it is written otherwise. */
export const instantOf = (text: string, zone: string): Instant | undefined =>
  text.length === 10 ? startOf(text, zone) : instantFromText(withSeconds(text))

/** A moment, or the start of a day in the customer's zone. */
export function moment(form: Form, text: string): Instant {
  const read = instantOf(text, form.zone)
  if (read === undefined) note(form, 'date_invalid', { date: text })
  return read ?? form.clock.now
}

const withSeconds = (text: string): string => text.replace(/T(\d{2}:\d{2})(?=Z|[+-])/, 'T$1:00')

function startOf(text: string, zone: string): Instant | undefined {
  const date = dayFromText(text)
  return date === undefined ? undefined : startOfDay(date, zone)
}

export const dayOf = (form: Form, instant: Instant): Day => dayAt(instant, form.zone)

export function text(form: Form, body: string): TextRef {
  const sealed = sealText(body)
  form.texts.push(sealed)
  return sealed.ref
}

export const optionalText = (form: Form, body: string | undefined): TextRef | null =>
  body === undefined ? null : text(form, body)

/** The caller's xDR id, unless the customer has it; without one it is given after the decision. */
export function xdrId(form: Form, given: string | undefined): bigint | null {
  if (given === undefined) return null
  const id = knownXdrId(form, given)
  if (form.hasXdrId(id)) note(form, 'xdr_id_taken', { xdr_id: given })
  return id
}

/** An xDR id that names a charge. */
export function knownXdrId(form: Form, given: string): bigint {
  const id = BigInt(given)
  if (id <= LARGEST_XDR_ID) return id
  note(form, 'amount_too_large', { xdr_id: given })
  return 0n
}

type WrittenShare = { readonly invoice: string; readonly amount: string }

/** Amounts of invoices as they are written. */
export const shares = (form: Form, written: readonly WrittenShare[] = []) =>
  written.map((one) => ({ invoice: one.invoice, amount: amount(form, one.amount) }))
