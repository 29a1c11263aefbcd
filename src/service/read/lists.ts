import { type Customer, subjectsOf } from '../../engine/customer/state.ts'
import { type Ref, refKey } from '../../engine/figures/base.ts'
import { evaluate } from '../../engine/figures/evaluate.ts'
import type { FigureName } from '../../engine/figures/names.ts'
import type { EventRecord } from '../../engine/record.ts'
import type { Day } from '../../engine/time.ts'
import { loadInvoices } from '../../store/invoices.ts'
import { loadPayments } from '../../store/payments.ts'
import { readRecordsByKey } from '../../store/read/records.ts'
import { readSubjectPage } from '../../store/read/subject-pages.ts'
import { readXdrPage } from '../../store/read/xdrs.ts'
import type { Session } from '../../store/store.ts'
import { wantsNothing } from '../../store/wanted.ts'
import { dayAt } from '../days.ts'
import { namesOf } from './allocated.ts'
import { nowOf } from './dials.ts'
import { bodiesOf } from './event-texts.ts'
import { misunderstood } from './fault.ts'
import { statusOf } from './figures.ts'
import { readOf } from './shelf.ts'
import { headOf } from './view.ts'
import { amountText, digitsOf, figureText, timeText } from './wire.ts'

/** A page of a list: how many, and behind which place, as the answer before named it. */
export type PageAsked = { readonly limit: number; readonly cursor?: string | undefined }

/** Cuts a page out of one row more than asked for: that one says whether there is another page. */
export function pageOf<T>(rows: readonly T[], limit: number, placeOf: (row: T) => string | number) {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last !== undefined ? String(placeOf(last)) : null }
}

/** The place of a list that goes by number. */
export function numberFrom(cursor: string | undefined): number | null {
  if (cursor === undefined) return null
  if (!/^\d{1,15}$/.test(cursor)) throw misunderstood('cursor', 'the value of "next" in the answer before')
  return Number(cursor)
}

/** A customer as of now, as lists of what he has need him. */
async function listedOf(session: Session, customerId: string) {
  const { customer } = await headOf(session, customerId)
  const today = dayAt(await nowOf(session, customer), customer.timeZone)
  return { customer, today, digits: digitsOf(customer) }
}

const within = (customer: Customer, subjects: Customer['subjects']): Customer => ({ ...customer, subjects })

/** A customer's invoices, newest first. */
export async function listInvoices(
  session: Session,
  customerId: string,
  asked: PageAsked & { readonly open?: boolean },
) {
  const { customer, today, digits } = await listedOf(session, customerId)
  const page = { before: numberFrom(asked.cursor), limit: asked.limit + 1, openOnly: asked.open === true }
  const { items, next } = pageOf(
    await readSubjectPage(session, customerId, 'invoice', page),
    asked.limit,
    (row) => row.no,
  )
  const invoiceNos = items.map((row) => row.no)
  const loaded = await loadInvoices(session, [{ ...wantsNothing(customerId), invoiceNos }])
  const state = within(customer, new Map(loaded.map(({ subject }) => [refKey(subject.ref), subject])))
  const chosen = new Set(invoiceNos)
  const own = subjectsOf(state, 'invoice')
    .filter((one) => chosen.has(one.ref.no))
    .reverse()
  return {
    items: own.map((one) => {
      const text = textsOf(state, one.ref, today, digits)
      return {
        invoice: one.id,
        status: statusOf({ customer: state, today, digits }, { kind: 'invoice', no: one.ref.no }),
        issued_on: text('invoice.issued_on') ?? '',
        due_on: text('invoice.due_on'),
        total: text('invoice.total') ?? '',
        adjusted: text('invoice.adjusted') ?? '',
        paid: text('invoice.paid') ?? '',
        credited: text('invoice.credited') ?? '',
        outstanding: text('invoice.outstanding') ?? '',
        seq: one.bornSeq,
      }
    }),
    next,
  }
}

const textsOf =
  (customer: Customer, ref: Ref, today: Day, digits: number) =>
  (figure: FigureName): string | null =>
    figureText(figure, evaluate(customer, figure, ref, today), digits)

/** A customer's payments, newest first. */
export async function listPayments(session: Session, customerId: string, asked: PageAsked) {
  const { customer, today, digits } = await listedOf(session, customerId)
  const page = { before: numberFrom(asked.cursor), limit: asked.limit + 1, openOnly: false }
  const { items, next } = pageOf(
    await readSubjectPage(session, customerId, 'payment', page),
    asked.limit,
    (row) => row.no,
  )
  const loaded = await loadPayments(session, [{ ...wantsNothing(customerId), payments: items.map((row) => row.id) }])
  const state = within(customer, new Map(loaded.map(({ subject }) => [refKey(subject.ref), subject])))
  const chosen = new Set(items.map((row) => row.no))
  const own = subjectsOf(state, 'payment')
    .filter((one) => chosen.has(one.ref.no))
    .reverse()
  const received = await eventsOf(
    session,
    customerId,
    own.map((one) => one.bornSeq),
  )
  return {
    items: own.map((one) => {
      const text = textsOf(state, one.ref, today, digits)
      const facts = received.get(one.bornSeq)?.facts
      return {
        payment_id: one.id,
        status: statusOf({ customer: state, today, digits }, { kind: 'payment', no: one.ref.no }),
        received_at: timeText(one.bornAt),
        method: facts?.method ?? null,
        xdr_id: String(facts?.xdrId ?? ''),
        amount: text('payment.amount') ?? '',
        allocated: text('payment.allocated') ?? '',
        unallocated: text('payment.unallocated') ?? '',
        seq: one.bornSeq,
      }
    }),
    next,
  }
}

/** Some events of a customer, by seq. */
export async function eventsOf(
  session: Session,
  customerId: string,
  seqs: readonly number[],
): Promise<ReadonlyMap<number, EventRecord>> {
  const rows = await readRecordsByKey(
    session,
    seqs.map((seq) => ({ customerId, seq })),
  )
  const events = rows.map((row) => readOf(row).record).filter((record) => record.kind === 'event')
  return new Map(events.map((event) => [event.seq, event]))
}

/** A customer's booked transactions, newest first, each with the invoice that it stands on or concerns. */
export async function listXdrs(session: Session, customerId: string, asked: PageAsked) {
  const { digits } = await listedOf(session, customerId)
  const rows = await readXdrPage(session, customerId, { before: numberFrom(asked.cursor), limit: asked.limit + 1 })
  const { items, next } = pageOf(rows, asked.limit, (row) => row.seq)
  const events = await eventsOf(
    session,
    customerId,
    items.map((row) => row.seq),
  )
  const [bodyOf, nameOf] = await Promise.all([
    bodiesOf(session, customerId, [...events.values()]),
    namesOf(
      session,
      customerId,
      items.map((row) => invoiceRef(row.invoice)),
    ),
  ])
  return {
    items: items.flatMap(({ seq, invoice }) => {
      const event = events.get(seq)
      if (event === undefined) return []
      const { facts, type, effectiveAt } = event
      return {
        xdr_id: String(facts.xdrId ?? ''),
        kind: facts.service === 'rounding' ? 'rounding' : (kindOf[type] ?? type),
        description: bodyOf(facts.description?.textId ?? facts.reason?.textId) ?? facts.service ?? facts.method ?? null,
        amount: amountText(facts.amount ?? 0n, digits),
        invoice: nameOf(invoiceRef(invoice)),
        effective_at: timeText(effectiveAt),
        seq,
      }
    }),
    next,
  }
}

const kindOf: Readonly<Record<string, string>> = {
  charge_booked: 'charge',
  invoice_adjusted: 'adjustment',
  payment_received: 'payment',
}

const invoiceRef = (no: number | null): Ref | null => (no === null ? null : { kind: 'invoice', no })
