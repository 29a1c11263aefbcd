import { refKey, theCustomer } from '../../../engine/figures/base.ts'
import type { FigureName } from '../../../engine/figures/names.ts'
import type { Customer } from '../../../engine/state/customer.ts'
import { evaluate } from '../../../engine/values/evaluate.ts'
import { readHeads } from '../../../store/heads/heads.ts'
import { readClocks } from '../../../store/read/lists/clocks.ts'
import {
  type RecordedUntil,
  readCustomerIds,
  readCustomerIdsUntil,
  readCustomerTraits,
} from '../../../store/read/lists/customers.ts'
import { type CustomerSearch, type FoundCustomer, findCustomers } from '../../../store/read/names/find-customers.ts'
import type { Session } from '../../../store/session/session.ts'
import { loadInvoices } from '../../../store/subjects/invoices.ts'
import { wantsNothing } from '../../../store/subjects/wanted.ts'
import { dayAt } from '../../asked/days.ts'
import { wallNow } from '../../asked/wall-clock.ts'
import { plainOf, wordsOf } from '../audit/narrowing/filters.ts'
import { existsIn } from '../records/birth.ts'
import { bodyOfText } from '../records/event-texts.ts'
import { misunderstood } from '../records/fault.ts'
import { digitsOf, figureText } from '../records/wire.ts'
import { type Asked, boundaryIn } from '../view/dials.ts'
import { himself, statusOf } from '../view/figures.ts'
import { pageOf } from '../view/pages.ts'
import { hasDials, type ListAsked } from '../view/subject-list.ts'
import { viewOf } from '../view/view.ts'
import { LAST_MOMENT } from '../view/zones.ts'

/**
 * Customers: all, in order of their ids, or those found by what was typed: the beginning of the id of a customer, an
 * invoice, payment, credit or dispute in any case, an xDR id, words of the name, the e-mail or a reference.
 */
export async function listCustomers(
  session: Session,
  asked: ListAsked & { readonly q?: string | undefined },
  mostWork = MOST_WORK,
) {
  const search = searchOf(asked.q)
  if (hasDials(asked)) {
    if (search !== null)
      throw misunderstood('q', 'left out with as_of or known_at: a search looks at what is known now')
    return await pageThen(session, asked, mostWork)
  }
  const found = await candidates(session, search, asked.cursor, asked.limit + 1)
  const { items, next } = pageOf(found, asked.limit, placeOf(search))
  return { items: await rowsNow(session, items), next }
}

/** The work after which a page of customers within dials ends, and what one takes beside his records, several to a unit. */
const MOST_WORK = 16_000
const WORK_EACH = 50
const RECORDS = 3

/**
 * As customers were within the dials, each by his own clock and zone. Who did not exist then takes no place of the page, so
 * that whoever is opened later moves none. A page of long histories ends before it is full, with `next`: it goes by what
 * is known within the dials alone, so that it ends there for ever.
 */
async function pageThen(session: Session, asked: ListAsked, mostWork: number) {
  const until = recordedUntil(asked)
  const rows: Then[] = []
  let work = 0
  for (let cursor = asked.cursor; rows.length <= asked.limit; ) {
    const found = await candidates(session, null, cursor, asked.limit + 1, until)
    for (const one of found) {
      if (work >= mostWork || rows.length > asked.limit) break
      const then = await rowThen(session, one, asked)
      work += WORK_EACH + then.records / RECORDS
      if (then.row !== null) rows.push({ by: one, row: then.row })
      cursor = one.customerId
    }
    if (rows.length <= asked.limit && work >= mostWork) return { items: rows.map(itemOf), next: cursor ?? null }
    if (found.length <= asked.limit) break
  }
  const { items, next } = pageOf(rows, asked.limit, ({ by }) => by.customerId)
  return { items: items.map(itemOf), next }
}

type Row = ReturnType<typeof rowOf>
type Then = { readonly by: FoundCustomer; readonly row: Row }
const itemOf = ({ row }: Then) => ({ ...row, found: [] })

/** The row of a customer within the dials, none where he did not exist; and how many records are known within them. */
async function rowThen(
  session: Session,
  { customerId }: FoundCustomer,
  asked: Asked,
): Promise<{ readonly row: Row | null; readonly records: number }> {
  const { customer, today, toSeq: records } = await viewOf(session, customerId, asked)
  if (!existsIn({ customer }, himself)) return { row: null, records }
  return { row: rowOf(customer, await bodyOfText(session, customerId, customer.name), today), records }
}

/** Until when somebody has to be recorded to exist within the dials, a bare day taken in the last zone to end it. */
function recordedUntil({ asOf, knownAt }: Asked): RecordedUntil {
  const end = (text: string, parameter: string): bigint => boundaryIn(text, parameter, 'UTC', 'end') + HALF_A_DAY
  return {
    effectiveAt: asOf === undefined ? LAST_MOMENT : end(asOf, 'as_of'),
    recordedAt: knownAt === undefined ? LAST_MOMENT : end(knownAt, 'known_at'),
  }
}

const HALF_A_DAY = 43_200_000_000n

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

function searchOf(q: string | undefined): CustomerSearch | null {
  const text = q?.trim() ?? ''
  return text === '' ? null : { ids: [text, plainOf(text)], words: wordsOf(text).map((word) => word.text) }
}

/** The customers behind a place in order: all of whom something was recorded until then, or those that a search finds. */
async function candidates(
  session: Session,
  search: CustomerSearch | null,
  cursor: string | undefined,
  limit: number,
  until?: RecordedUntil,
): Promise<FoundCustomer[]> {
  if (search !== null)
    return await findCustomers(session, search, cursor === undefined ? null : placeFrom(cursor), limit)
  const after = cursor ?? null
  const ids =
    until === undefined
      ? await readCustomerIds(session, after, limit)
      : await readCustomerIdsUntil(session, after, limit, until)
  return ids.map((customerId) => ({ customerId, rank: 0, found: [] }))
}

const placeOf =
  (search: CustomerSearch | null) =>
  ({ rank, customerId }: FoundCustomer): string =>
    search === null ? customerId : `${rank} ${customerId}`

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
