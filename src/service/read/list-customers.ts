import type { Customer } from '../../engine/customer/state.ts'
import { refKey, theCustomer } from '../../engine/figures/base.ts'
import { evaluate } from '../../engine/figures/evaluate.ts'
import type { FigureName } from '../../engine/figures/names.ts'
import { readHeads } from '../../store/heads.ts'
import { loadInvoices } from '../../store/invoices.ts'
import { readClocks } from '../../store/read/clocks.ts'
import { readCustomerIds, readCustomerTraits } from '../../store/read/customers.ts'
import type { Session } from '../../store/store.ts'
import { wantsNothing } from '../../store/wanted.ts'
import { dayAt } from '../days.ts'
import { wallNow } from '../wall-clock.ts'
import { wordsOf } from './audit/filters.ts'
import { himself, statusOf } from './figures.ts'
import { type PageAsked, pageOf } from './lists.ts'
import { digitsOf, figureText } from './wire.ts'

/** Customers in order of their ids: all, or those whose id begins so or whose name has words that begin so. */
export async function listCustomers(session: Session, asked: PageAsked & { readonly q?: string | undefined }) {
  const text = asked.q?.trim() ?? ''
  const search = text === '' ? null : { text, words: wordsOf(text) }
  const ids = await readCustomerIds(session, search, asked.cursor ?? null, asked.limit + 1)
  const { items, next } = pageOf(ids, asked.limit, (id) => id)
  const [heads, traits, open] = await Promise.all([
    readHeads(session, items),
    readCustomerTraits(session, items),
    loadInvoices(session, items.map(wantsNothing)),
  ])
  const clocks = await readClocks(session, [...new Set(heads.flatMap(({ customer }) => customer.clock ?? []))])
  const nowOn = (clock: string | null): bigint => clocks.find((one) => one.clock === clock)?.now ?? wallNow()
  const names = new Map(traits.map((one) => [one.customerId, one.name]))
  const invoices = Map.groupBy(open, (one) => one.customerId)
  return {
    items: heads.map(({ customer }) => {
      const own = (invoices.get(customer.id) ?? []).map(({ subject }) => [refKey(subject.ref), subject] as const)
      const loaded: Customer = { ...customer, subjects: new Map(own) }
      return rowOf(loaded, names.get(customer.id) ?? null, dayAt(nowOn(customer.clock), customer.timeZone))
    }),
    next,
  }
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
