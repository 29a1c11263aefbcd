import { codeNo, messageNo, subjectNo } from '../../../engine/bytes/numbers.ts'
import { codeWords } from '../../../engine/explain/words.ts'
import { type Ref, refKey } from '../../../engine/figures/base.ts'
import type { MessageKind } from '../../../engine/policy/policy.ts'
import type { Customer } from '../../../engine/state/customer.ts'
import { type MessageRow, readDeferred, readMessagePage } from '../../../store/read/lists/messages.ts'
import { readTexts } from '../../../store/read/records/texts.ts'
import type { Session } from '../../../store/session/session.ts'
import { loadCredits } from '../../../store/subjects/credits.ts'
import { loadDisputes } from '../../../store/subjects/disputes.ts'
import { loadInvoices } from '../../../store/subjects/invoices.ts'
import { loadPayments } from '../../../store/subjects/payments.ts'
import { wantsNothing } from '../../../store/subjects/wanted.ts'
import { readOf } from '../records/shelf.ts'
import { amountText, maskedAddress, subjectText, timeText } from '../records/wire.ts'
import { namesOf } from '../view/allocated.ts'
import { listedOf, numberFrom, pageOf, within } from '../view/pages.ts'
import { isStillSo } from '../view/still-so.ts'
import { hasDials, type ListAsked } from '../view/subject-list.ts'
import { type View, viewOf } from '../view/view.ts'

const stateNames = {
  message_queued: 'queued',
  message_sent: 'sent',
  message_failed: 'not_sent',
  message_withheld: 'withheld',
  message_deferred: 'queued',
} as const

/**
 * A customer's messages, newest first, each with whether what it stated is still so. Within dials: those that were
 * queued or withheld by then, what had become of them, and whether what they stated was so then.
 */
export async function listMessages(session: Session, customerId: string, asked: ListAsked) {
  const view = hasDials(asked) ? await viewOf(session, customerId, asked) : null
  const { customer, today, digits } = view ?? (await listedOf(session, customerId))
  const page = { before: numberFrom(asked.cursor), limit: asked.limit + 1 }
  const rows = await readMessagePage(session, customerId, page, view?.dials ?? null)
  const { items, next } = pageOf(rows, asked.limit, (row) => row.seq)
  const nameOf = await namesOf(session, customerId, items.flatMap(namedIn))
  const [state, addressOf, attemptsOf] = await Promise.all([
    // a fold has all subjects of then
    view === null || view.isHead ? withNamed(session, customer, items, nameOf) : customer,
    addressesOf(session, customerId, items),
    attemptsBy(session, customerId, items, view),
  ])
  return {
    items: items.map((row) => {
      const address = addressOf(row.toText)
      return {
        seq: row.seq,
        template: templateOf(row),
        subject: subjectText(subjectOfRow(row), (ref) => nameOf(ref) ?? String(ref.no)),
        state: stateNames[messageNo.name(row.state)],
        reason: row.because === null ? null : codeWords[codeNo.name(row.because)],
        to: address === null ? null : maskedAddress(address),
        stated: amountText(row.stated ?? row.statedSum, digits),
        true_now: isStillSo(state, templateOf(row), row, today),
        attempts: attemptsOf(row),
        effective_at: timeText(row.effectiveAt),
        settled_at: row.settledAt === null ? null : timeText(row.settledAt),
      }
    }),
    next,
  }
}

/** How many attempts at sending a message had ended: of one that came to its end later, by the records of then. */
async function attemptsBy(
  session: Session,
  customerId: string,
  rows: readonly MessageRow[],
  view: View | null,
): Promise<(row: MessageRow) => number> {
  const open = rows.filter((row) => row.attempts > 0 && !row.isSettled)
  if (view === null || open.length === 0) return (row) => row.attempts
  const first = Math.min(...open.map((row) => row.seq))
  const deferred = await readDeferred(session, customerId, first, view.dials)
  const attempts = new Map<number, number>()
  for (const { record } of deferred.map(readOf)) {
    const { messageSeq = 0n, attempt = 0n } = record.kind === 'message' ? record.facts : {}
    attempts.set(Number(messageSeq), Math.max(attempts.get(Number(messageSeq)) ?? 0, Number(attempt)))
  }
  return (row) => (row.isSettled ? row.attempts : (attempts.get(row.seq) ?? 0))
}

const templateOf = (row: MessageRow): MessageKind => codeNo.name(row.template) as MessageKind

const subjectOfRow = (row: MessageRow): Ref => ({ kind: subjectNo.name(row.subjectKind), no: row.subjectNo })

const namedIn = ({ invoice, payment }: MessageRow): Ref[] => [
  ...(invoice === null ? [] : [{ kind: 'invoice', no: invoice } as const]),
  ...(payment === null ? [] : [{ kind: 'payment', no: payment } as const]),
]

/** The customer with all that is open, on which what he owes depends, and with what the messages are about. */
async function withNamed(
  session: Session,
  customer: Customer,
  rows: readonly MessageRow[],
  nameOf: (ref: Ref | null) => string | null,
): Promise<Customer> {
  const invoiceNos = [...new Set(rows.flatMap((row) => row.invoice ?? []))]
  const paymentNos = [...new Set(rows.flatMap((row) => row.payment ?? []))]
  const payments = paymentNos.flatMap((no) => nameOf({ kind: 'payment', no }) ?? [])
  const wanted = [{ ...wantsNothing(customer.id), invoiceNos, payments }]
  const loaded = await Promise.all([
    loadInvoices(session, wanted),
    loadPayments(session, wanted),
    loadCredits(session, wanted),
    loadDisputes(session, wanted),
  ])
  return within(customer, new Map(loaded.flat().map(({ subject }) => [refKey(subject.ref), subject])))
}

async function addressesOf(
  session: Session,
  customerId: string,
  rows: readonly MessageRow[],
): Promise<(textId: string | null) => string | null> {
  const textIds = [...new Set(rows.flatMap(({ toText }) => toText ?? []))]
  const texts = await readTexts(
    session,
    textIds.map((textId) => ({ customerId, textId })),
  )
  return (textId) => texts.find((one) => one.textId === textId)?.body ?? null
}
