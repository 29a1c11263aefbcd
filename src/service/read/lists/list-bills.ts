import type { Subject } from '../../../engine/state/customer.ts'
import { textFromDay } from '../../../engine/time.ts'
import type { Session } from '../../../store/session/session.ts'
import { timeText } from '../records/wire.ts'
import { statusOf } from '../view/figures.ts'
import { eventsOf, textsOf } from '../view/pages.ts'
import { type ListAsked, subjectPage } from '../view/subject-list.ts'

/** A customer's invoices within two dials, newest first. */
export async function listInvoices(
  session: Session,
  customerId: string,
  asked: ListAsked & { readonly open?: boolean },
) {
  const openOnly = asked.open === true
  const { own, state, next, today, digits } = await subjectPage(session, customerId, 'invoice', asked, { openOnly })
  return {
    items: own.map((one) => {
      const text = textsOf(state, one.ref, today, digits)
      return {
        invoice: one.id,
        status: statusOf({ customer: state, today, digits }, { kind: 'invoice', no: one.ref.no }),
        issued_on: text('invoice.issued_on'),
        due_on: dueOnOf(one) ?? text('invoice.due_on'),
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

/** The day on which a draft will be due, where it says one; of an issued invoice the figure says it. */
const dueOnOf = ({ traits }: Subject): string | null => {
  const dueOn = traits.draft?.dueOn ?? null
  return dueOn === null ? null : textFromDay(dueOn)
}

/** A customer's payments within two dials, newest first. */
export async function listPayments(session: Session, customerId: string, asked: ListAsked) {
  const { own, state, next, today, digits } = await subjectPage(session, customerId, 'payment', asked)
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
