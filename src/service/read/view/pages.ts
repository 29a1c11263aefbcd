import type { EventRecord } from '../../../engine/events/record.ts'
import type { Ref } from '../../../engine/figures/base.ts'
import type { FigureName } from '../../../engine/figures/names.ts'
import type { Customer } from '../../../engine/state/customer.ts'
import type { Day } from '../../../engine/time.ts'
import { evaluate } from '../../../engine/values/evaluate.ts'
import { readRecordsByKey } from '../../../store/read/records/records.ts'
import type { Session } from '../../../store/session/session.ts'
import { dayAt } from '../../asked/days.ts'
import { misunderstood } from '../records/fault.ts'
import { readOf } from '../records/shelf.ts'
import { digitsOf, figureText } from '../records/wire.ts'
import { nowOf } from './dials.ts'
import { headOf } from './view.ts'

/** A page of a list: how many, and behind which place, as the answer before named it. */
export type PageAsked = { readonly limit: number; readonly cursor?: string | undefined }

/** Cuts a page out of one row more than asked for: that one says whether there is another page. */
export function pageOf<T>(rows: readonly T[], limit: number, placeOf: (row: T) => string | number) {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last !== undefined ? String(placeOf(last)) : null }
}

/** Numbers of a customer's subjects are kept as int4. */
const LARGEST_NO = 2 ** 31 - 1

/** The place of a list that goes by the numbers of records. */
export function numberFrom(cursor: string | undefined): number | null {
  if (cursor === undefined) return null
  if (!/^\d{1,15}$/.test(cursor)) throw misunderstood('cursor', 'the value of "next" in the answer before')
  return Number(cursor)
}

/** The place of a list that goes by the numbers of a customer's invoices, payments, charges: none is larger than an int4. */
export function subjectNoFrom(cursor: string | undefined): number | null {
  const no = numberFrom(cursor)
  if (no !== null && no > LARGEST_NO) throw misunderstood('cursor', 'the value of "next" in the answer before')
  return no
}

/** A customer as of now, as lists of what he has need him. */
export async function listedOf(session: Session, customerId: string) {
  const { customer } = await headOf(session, customerId)
  const now = await nowOf(session, customer)
  return { customer: { ...customer, now }, today: dayAt(now, customer.timeZone), digits: digitsOf(customer) }
}

/** A customer with some subjects and no others. */
export const within = (customer: Customer, subjects: Customer['subjects']): Customer => ({ ...customer, subjects })

/** The figures of a subject as texts. */
export const textsOf =
  (customer: Customer, ref: Ref, today: Day, digits: number) =>
  (figure: FigureName): string | null =>
    figureText(figure, evaluate(customer, figure, ref, today), digits)

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
