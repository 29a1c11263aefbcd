import type { DirectoryKind } from '../../../store/heads/directory.ts'
import type { Session } from '../../../store/session/session.ts'
import { timeText } from '../records/wire.ts'
import { namesIn } from '../view/allocated.ts'
import { statusOf } from '../view/figures.ts'
import { textsOf } from '../view/pages.ts'
import { type ListAsked, subjectPage } from '../view/subject-list.ts'

/** A customer's credit notes within two dials, newest first, each with the invoice that it was issued on. */
export async function listCreditNotes(session: Session, customerId: string, asked: ListAsked) {
  const { own, state, next, nameOf, today, digits } = await pageOfKind(session, customerId, 'credit', asked)
  return {
    items: own.map((one) => {
      const text = textsOf(state, one.ref, today, digits)
      return {
        credit_note: one.id,
        status: statusOf({ customer: state, today, digits }, { kind: 'credit', no: one.ref.no }),
        invoice: nameOf(one.source),
        issued_at: timeText(one.bornAt),
        amount: text('credit.amount') ?? '',
        allocated: text('credit.allocated') ?? '',
        remaining: text('credit.remaining') ?? '',
        seq: one.bornSeq,
      }
    }),
    next,
  }
}

/** A customer's disputes within two dials, newest first, each with what was claimed, agreed and booked. */
export async function listDisputes(session: Session, customerId: string, asked: ListAsked) {
  const { own, state, next, nameOf, today, digits } = await pageOfKind(session, customerId, 'dispute', asked)
  return {
    items: own.map((one) => {
      const text = textsOf(state, one.ref, today, digits)
      return {
        dispute_id: one.id,
        status: statusOf({ customer: state, today, digits }, { kind: 'dispute', no: one.ref.no }),
        invoice: nameOf(one.target) ?? '',
        opened_at: timeText(one.bornAt),
        claimed: text('dispute.claimed') ?? '',
        agreed: text('dispute.agreed') ?? '',
        adjusted: text('dispute.adjusted') ?? '',
        difference: text('dispute.difference') ?? '',
        seq: one.bornSeq,
      }
    }),
    next,
  }
}

/** A page of credit notes or disputes, and the names of the invoices that they are about. */
async function pageOfKind(
  session: Session,
  customerId: string,
  kind: Extract<DirectoryKind, 'credit' | 'dispute'>,
  asked: ListAsked,
) {
  const page = await subjectPage(session, customerId, kind, asked, { notesOnly: kind === 'credit' })
  const nameOf = await namesIn(
    session,
    page.state,
    page.own.map((one) => one.source ?? one.target),
  )
  return { ...page, nameOf }
}
