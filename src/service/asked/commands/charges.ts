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
  const text = String(xdr_id ?? '')
  return /^[1-9]\d{0,18}$/.test(text) && isInt8(text) ? BigInt(text) : undefined
}

const suppliedIds = ({ charges }: Bundle): readonly LineBrought[] =>
  charges.map((one) => {
    const id = idOf(one)
    return id === undefined ? {} : { xdr_id: String(id) }
  })

/** A bundle counts from the latest moment of its charges that has come: of one that is not dated, from now. */
function latestOf({ charges }: Bundle, form: Form): Instant {
  let latest: Instant | null = null
  for (const { effective_at } of charges) {
    const at = effective_at === undefined ? form.clock.now : instantOf(effective_at, form.zone)
    if (at !== undefined && at <= form.clock.now && (latest === null || at > latest)) latest = at
  }
  return latest ?? form.clock.now
}

/** Puts what can be booked of a bundle apart from what cannot. */
function sifted(form: Form, { charges, service }: Bundle, effectiveAt: Instant): Sifted {
  const usage: UsageCharge[] = []
  const left: Left[] = []
  const taken = new Set<bigint>()
  for (const [at, one] of charges.entries()) {
    const read = usageOf(form, one, { service, effectiveAt, taken })
    if ('code' in read) left.push({ line: at + 1, ...read })
    else {
      usage.push(read)
      if (read.xdrId !== undefined) taken.add(read.xdrId)
    }
  }
  return { usage, left }
}

type Beside = { readonly service: string; readonly effectiveAt: Instant; readonly taken: ReadonlySet<bigint> }

/** One charge of a bundle as it can be booked, or which of its members says that it cannot. */
function usageOf(form: Form, one: Brought, { service, effectiveAt, taken }: Beside): UsageCharge | Omit<Left, 'line'> {
  const id = idOf(one)
  if (one.xdr_id !== undefined && id === undefined) return { field: 'xdr_id', code: 'xdr_id_invalid' }
  if (id !== undefined && (taken.has(id) || form.hasXdrId(id))) return { field: 'xdr_id', code: 'xdr_id_taken' }
  const at = one.effective_at === undefined ? form.clock.now : instantOf(one.effective_at, form.zone)
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
    lines: suppliedIds,
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
