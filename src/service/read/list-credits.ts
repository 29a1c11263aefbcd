import { subjectsOf } from '../../engine/customer/state.ts'
import { refKey } from '../../engine/figures/base.ts'
import { loadCredits } from '../../store/credits.ts'
import type { DirectoryKind } from '../../store/directory.ts'
import { loadDisputes } from '../../store/disputes.ts'
import { readSubjectPage } from '../../store/read/subject-pages.ts'
import type { Session } from '../../store/store.ts'
import { wantsNothing } from '../../store/wanted.ts'
import { namesOf } from './allocated.ts'
import { statusOf } from './figures.ts'
import { listedOf, numberFrom, type PageAsked, pageOf, textsOf, within } from './lists.ts'
import { timeText } from './wire.ts'

/** A customer's credit notes, newest first, each with the invoice that it was issued on. */
export async function listCreditNotes(session: Session, customerId: string, asked: PageAsked) {
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

/** A customer's disputes, newest first, each with what was claimed, agreed and booked. */
export async function listDisputes(session: Session, customerId: string, asked: PageAsked) {
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

/** A page of credit notes or disputes as they stand now, and the names of the invoices that they are about. */
async function pageOfKind(
  session: Session,
  customerId: string,
  kind: Extract<DirectoryKind, 'credit' | 'dispute'>,
  asked: PageAsked,
) {
  const { customer, today, digits } = await listedOf(session, customerId)
  const page = {
    before: numberFrom(asked.cursor),
    limit: asked.limit + 1,
    openOnly: false,
    notesOnly: kind === 'credit',
  }
  const rows = await readSubjectPage(session, customerId, kind, page)
  const { items, next } = pageOf(rows, asked.limit, (row) => row.no)
  const ids = items.map((row) => row.id)
  const wants = wantsNothing(customerId)
  const loaded =
    kind === 'credit'
      ? await loadCredits(session, [{ ...wants, credits: ids }])
      : await loadDisputes(session, [{ ...wants, disputes: ids }])
  const state = within(customer, new Map(loaded.map(({ subject }) => [refKey(subject.ref), subject])))
  const chosen = new Set(items.map((row) => row.no))
  const own = subjectsOf(state, kind)
    .filter((one) => chosen.has(one.ref.no))
    .reverse()
  const nameOf = await namesOf(
    session,
    customerId,
    own.map((one) => one.source ?? one.target),
  )
  return { own, state, next, nameOf, today, digits }
}
