import type { Customer } from '../../engine/customer/state.ts'
import { refKey, theCustomer } from '../../engine/figures/base.ts'
import { evaluate } from '../../engine/figures/evaluate.ts'
import type { FigureName } from '../../engine/figures/names.ts'
import { readHeads } from '../../store/heads.ts'
import { loadInvoices } from '../../store/invoices.ts'
import { readClocks } from '../../store/read/clocks.ts'
import { readCustomerIds, readCustomerTraits } from '../../store/read/customers.ts'
import { type FoundCustomer, findCustomers } from '../../store/read/find-customers.ts'
import type { Session } from '../../store/store.ts'
import { wantsNothing } from '../../store/wanted.ts'
import { dayAt } from '../days.ts'
import { wallNow } from '../wall-clock.ts'
import { plainOf, wordsOf } from './audit/filters.ts'
import { existsIn } from './birth.ts'
import type { Asked } from './dials.ts'
import { bodyOfText } from './event-texts.ts'
import { misunderstood } from './fault.ts'
import { himself, statusOf } from './figures.ts'
import { type PageAsked, pageOf } from './lists.ts'
import { hasDials, type ListAsked } from './subject-list.ts'
import { viewOf } from './view.ts'
import { digitsOf, figureText } from './wire.ts'

/**
 * Customers: all, in order of their ids, or those found by what was typed: the beginning of the id of a customer, an
 * invoice, payment, credit or dispute in any case, an xDR id, words of the name, the e-mail or a reference.
 */
export async function listCustomers(session: Session, asked: ListAsked & { readonly q?: string | undefined }) {
  const { found, next } = await pageOfCustomers(session, asked)
  const items = hasDials(asked) ? await rowsThen(session, found, asked) : await rowsNow(session, found)
  return { items, next }
}

/** As customers were within the dials, each by his own clock and zone; who did not exist then is left out of the page. */
async function rowsThen(session: Session, found: readonly FoundCustomer[], asked: Asked) {
  const rows = []
  for (const { customerId, found: by } of found) {
    const { customer, today } = await viewOf(session, customerId, asked)
    if (!existsIn({ customer }, himself)) continue
    rows.push({ ...rowOf(customer, await bodyOfText(session, customerId, customer.name), today), found: [...by] })
  }
  return rows
}

async function rowsNow(session: Session, found: readonly FoundCustomer[]) {
  const items = found.map((one) => one.customerId)
  const [heads, traits, open] = await Promise.all([
    readHeads(session, items),
    readCustomerTraits(session, items),
    loadInvoices(session, items.map(wantsNothing)),
  ])
  const clocks = await readClocks(session, [...new Set(heads.flatMap(({ customer }) => customer.clock ?? []))])
  const nowOn = (clock: string | null): bigint => clocks.find((one) => one.clock === clock)?.now ?? wallNow()
  const names = new Map(traits.map((one) => [one.customerId, one.name]))
  const foundBy = new Map(found.map((one) => [one.customerId, one.found]))
  const invoices = Map.groupBy(open, (one) => one.customerId)
  return heads.map(({ customer }) => {
    const own = (invoices.get(customer.id) ?? []).map(({ subject }) => [refKey(subject.ref), subject] as const)
    const loaded: Customer = { ...customer, subjects: new Map(own) }
    const row = rowOf(loaded, names.get(customer.id) ?? null, dayAt(nowOn(customer.clock), customer.timeZone))
    return { ...row, found: [...(foundBy.get(customer.id) ?? [])] }
  })
}

type Found = { readonly found: readonly FoundCustomer[]; readonly next: string | null }

async function pageOfCustomers(
  session: Session,
  { q, cursor, limit }: PageAsked & { readonly q?: string | undefined },
): Promise<Found> {
  const text = q?.trim() ?? ''
  if (text === '') {
    const { items, next } = pageOf(await readCustomerIds(session, cursor ?? null, limit + 1), limit, (id) => id)
    return { found: items.map((customerId) => ({ customerId, rank: 0, found: [] })), next }
  }
  const search = { ids: [text, plainOf(text)], words: wordsOf(text).map((word) => word.text) }
  const found = await findCustomers(session, search, cursor === undefined ? null : placeFrom(cursor), limit + 1)
  const { items, next } = pageOf(found, limit, (one) => `${one.rank} ${one.customerId}`)
  return { found: items, next }
}

function placeFrom(cursor: string): Pick<FoundCustomer, 'rank' | 'customerId'> {
  const [, rank, customerId] = /^([01]) (.+)$/u.exec(cursor) ?? []
  if (rank === undefined || customerId === undefined)
    throw misunderstood('cursor', 'the value of "next" in the answer before')
  return { rank: Number(rank), customerId }
}

function rowOf(customer: Customer, name: string | null, today: number) {
  const value = (figure: FigureName): bigint => evaluate(customer, figure, theCustomer, today) ?? 0n
  const digits = digitsOf(customer)
  const text = (figure: FigureName): string => figureText(figure, value(figure), digits) ?? ''
  return {
    customer_id: customer.id,
    name,
    currency: customer.currency ?? '',
    clock: customer.clock,
    status: statusOf({ customer, today, digits }, himself),
    balance: text('customer.balance'),
    outstanding: text('customer.outstanding'),
    overdue: text('customer.overdue'),
    open_count: Number(value('customer.open_count')),
    overdue_count: Number(value('customer.overdue_count')),
  }
}
