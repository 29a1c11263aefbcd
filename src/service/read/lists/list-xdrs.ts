import { rowOf } from '../../../engine/events/effects.ts'
import type { EventRecord } from '../../../engine/events/record.ts'
import type { Ref } from '../../../engine/figures/base.ts'
import { readXdrPage } from '../../../store/read/lists/xdrs.ts'
import type { Session } from '../../../store/session/session.ts'
import { bodiesOf } from '../records/event-texts.ts'
import { amountText, digitsOf, timeText } from '../records/wire.ts'
import { namesOf } from '../view/allocated.ts'
import { eventsOf, numberFrom, pageOf } from '../view/pages.ts'
import { hasDials, type ListAsked } from '../view/subject-list.ts'
import { headOf, reachOf } from '../view/view.ts'

/** A customer's booked transactions, newest first, each with the invoice that it stands on or concerns. */
export async function listXdrs(session: Session, customerId: string, asked: ListAsked) {
  const head = await headOf(session, customerId)
  const digits = digitsOf(head.customer)
  const reach = hasDials(asked) ? await reachOf(session, head, asked) : null
  const page = { before: numberFrom(asked.cursor), limit: asked.limit + 1 }
  const rows = await readXdrPage(session, customerId, page, reach)
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
      const { facts, effectiveAt } = event
      return {
        xdr_id: String(facts.xdrId ?? ''),
        kind: kindOf(event),
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

const invoiceRef = (no: number | null): Ref | null => (no === null ? null : { kind: 'invoice', no })

/** Services that are kinds of their own; any other charge is one of usage, a fee, a subscription: "charge". */
const services = ['rounding', 'tax', 'subscription', 'fee', 'usage', 'manual']

/** The kind of 2-domain; charges and credits say themselves what they are. */
function kindOf({ type, facts }: EventRecord): string {
  if (type === 'credit_booked') return facts.creditKind === 'promotional' ? 'promotional_credit' : 'manual_credit'
  if (type !== 'charge_booked') return rowOf(type).transaction ?? type
  return services.find((one) => one === facts.service) ?? 'charge'
}
