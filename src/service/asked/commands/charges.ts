import type { CommandBody } from '../../../contract/operations.ts'
import type { CommandOf } from '../../../engine/asked/command.ts'
import type { Left } from '../../../engine/asked/commands/money.ts'
import { type UsageCharge, usageRefusal } from '../../../engine/commands/book-usage.ts'
import { parseAmount } from '../../../engine/money/amount.ts'
import type { Instant } from '../../../engine/time.ts'
import { amount, type Form, instantOf, isInt8, note, optionalText, xdrId } from '../form.ts'
import { CREDIT_NOTE_OF_SEQUENCE } from '../ids.ts'
import { always, type LineBrought, listed, type Make, type Rows } from './row.ts'

const issueCreditNote: Make<'issue_credit_note'> = (body, form) => {
  const { credit_note } = body
  if (credit_note !== undefined && CREDIT_NOTE_OF_SEQUENCE.test(credit_note))
    note(form, 'credit_note_number_reserved', { credit_note })
  return {
    op: 'issue_credit_note',
    creditNote: credit_note ?? null,
    invoice: body.invoice ?? null,
    ...(body.dispute === undefined ? {} : { dispute: body.dispute }),
    amount: amount(form, body.amount),
    reason: optionalText(form, body.reason),
    apply: body.apply,
    xdrId: xdrId(form, body.xdr_id),
    currency: body.currency ?? null,
  }
}

type Bundle = CommandBody<'book_usage'>
type Brought = Bundle['charges'][number]
type Sifted = Pick<CommandOf<'book_usage'>, 'usage' | 'left'>

/** An xDR id of a bundle, if it is one. */
function idOf({ xdr_id }: Brought): bigint | undefined {
  if (xdr_id === undefined) return undefined
  const text = String(xdr_id)
  return /^[1-9]\d{0,18}$/.test(text) && isInt8(text) ? BigInt(text) : undefined
}

/** What is read of all charges of a bundle, once: it is asked for when it is loaded, when it is dated, and when it is made. */
type Read = {
  readonly ids: readonly (bigint | undefined)[]
  readonly lines: readonly LineBrought[]
  /** their moments in a zone; null: not dated, undefined: none */
  times?: { readonly zone: string; readonly all: readonly (Instant | null | undefined)[] }
}
const reads = new WeakMap<Bundle, Read>()

function readOf(bundle: Bundle): Read {
  const known = reads.get(bundle)
  if (known !== undefined) return known
  const ids = bundle.charges.map(idOf)
  const read: Read = { ids, lines: ids.map((id) => (id === undefined ? NO_ID : { xdr_id: String(id) })) }
  reads.set(bundle, read)
  return read
}
const NO_ID: LineBrought = {}

function timesOf(bundle: Bundle, zone: string): readonly (Instant | null | undefined)[] {
  const read = readOf(bundle)
  if (read.times?.zone !== zone) read.times = { zone, all: timesIn(bundle, zone) }
  return read.times.all
}

/** Charges of one moment, which come together, are read once. */
function timesIn({ charges }: Bundle, zone: string): readonly (Instant | null | undefined)[] {
  let [text, time]: [string | undefined, Instant | null | undefined] = [undefined, null]
  return charges.map(({ effective_at }) => {
    if (effective_at !== text) {
      text = effective_at
      time = text === undefined ? null : instantOf(text, zone)
    }
    return time
  })
}

/** A bundle counts from the latest moment of its charges that has come: of one that is not dated, from now. */
function latestOf(bundle: Bundle, { zone, clock: { now } }: Form): Instant {
  let latest: Instant | null = null
  for (const time of timesOf(bundle, zone)) {
    const at = time === null ? now : time
    if (at !== undefined && at <= now && (latest === null || at > latest)) latest = at
  }
  return latest ?? now
}

/** Puts what can be booked of a bundle apart from what cannot. */
function sifted(form: Form, bundle: Bundle, effectiveAt: Instant): Sifted {
  const { charges, service } = bundle
  const [{ ids }, times] = [readOf(bundle), timesOf(bundle, form.zone)]
  const usage: UsageCharge[] = []
  const left: Left[] = []
  const taken = new Set<bigint>()
  for (const [at, one] of charges.entries()) {
    const read = usageOf(form, one, { service, effectiveAt, taken, id: ids[at], time: times[at] })
    if ('code' in read) left.push({ line: at + 1, ...read })
    else {
      usage.push(read)
      if (read.xdrId !== undefined) taken.add(read.xdrId)
    }
  }
  return { usage, left }
}

type Beside = {
  readonly service: string
  readonly effectiveAt: Instant
  readonly taken: ReadonlySet<bigint>
  readonly id: bigint | undefined
  readonly time: Instant | null | undefined
}

/** One charge of a bundle as it can be booked, or which of its members says that it cannot. */
function usageOf(form: Form, one: Brought, beside: Beside): UsageCharge | Omit<Left, 'line'> {
  const { service, effectiveAt, taken, id, time } = beside
  if (one.xdr_id !== undefined && id === undefined) return { field: 'xdr_id', code: 'xdr_id_invalid' }
  if (id !== undefined && (taken.has(id) || form.hasXdrId(id))) return { field: 'xdr_id', code: 'xdr_id_taken' }
  const at = time === null ? form.clock.now : time
  if (at === undefined) return { field: 'effective_at', code: 'date_invalid' }
  const parsed = parseAmount(one.amount)
  if (!parsed.ok) return { field: 'amount', code: parsed.fault }
  const charge: UsageCharge = {
    amount: parsed.micros,
    service: one.service ?? service,
    ...(id === undefined ? {} : { xdrId: id }),
    ...(at === effectiveAt ? {} : { at }),
  }
  const { closedUntil } = form
  const surroundings = { effectiveAt, clock: form.clock, ...(closedUntil === undefined ? {} : { closedUntil }) }
  const broken = usageRefusal(form.customer, charge, surroundings)
  if (broken === null) return charge
  return { field: broken.code.startsWith('amount') ? 'amount' : 'effective_at', code: broken.code }
}

/** Charges, and credits that are given. */
export const charges = {
  book_charge: {
    command: (body, form) => ({
      op: 'book_charge',
      amount: amount(form, body.amount),
      service: body.service,
      description: optionalText(form, body.description),
      xdrId: xdrId(form, body.xdr_id),
      currency: body.currency ?? null,
    }),
  },
  book_usage: {
    command: (body, form, { effectiveAt }) => ({
      op: 'book_usage',
      ...sifted(form, body, effectiveAt),
      currency: body.currency ?? null,
    }),
    lines: (bundle) => readOf(bundle).lines,
    countsAt: latestOf,
  },
  book_credit: {
    command: (body, form) => ({
      op: 'book_credit',
      amount: amount(form, body.amount),
      creditKind: body.kind,
      description: optionalText(form, body.description),
      xdrId: xdrId(form, body.xdr_id),
      currency: body.currency ?? null,
    }),
  },
  issue_credit_note: {
    command: issueCreditNote,
    loads: ({ invoice, credit_note, dispute }) => ({
      releasing: listed(invoice),
      credits: listed(credit_note),
      disputes: listed(dispute),
    }),
    takes: ({ credit_note }) => ({ kind: 'credit', id: credit_note }),
    asksWhy: always,
  },
  void_credit_note: {
    command: (body, form) => ({
      op: 'void_credit_note',
      creditNote: body.credit_note,
      deallocate: body.deallocate,
      reason: optionalText(form, body.reason),
    }),
    loads: ({ credit_note }) => ({ credits: [credit_note], releasingCredits: [credit_note] }),
    asksWhy: always,
  },
} satisfies Partial<Rows>
