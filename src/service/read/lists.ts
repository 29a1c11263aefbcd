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
import type { Session } from '../../store/store.ts'
import { wantsNothing } from '../../store/wanted.ts'
import { dayAt } from '../days.ts'
import { nowOf } from './dials.ts'
import { misunderstood } from './fault.ts'
import { statusOf } from './figures.ts'
import { readOf } from './shelf.ts'
import { headOf } from './view.ts'
import { digitsOf, figureText, timeText } from './wire.ts'

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
export async function listedOf(session: Session, customerId: string) {
  const { customer } = await headOf(session, customerId)
  const now = await nowOf(session, customer)
  return { customer: { ...customer, now }, today: dayAt(now, customer.timeZone), digits: digitsOf(customer) }
}

/** A customer with some subjects and no others. */
export const within = (customer: Customer, subjects: Customer['subjects']): Customer => ({ ...customer, subjects })

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
        issued_on: text('invoice.issued_on'),
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

/** The figures of a subject as texts. */
export const textsOf =
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
