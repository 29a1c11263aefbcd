import { codeNo, messageNo, subjectNo } from '../../engine/bytes/numbers.ts'
import type { Customer } from '../../engine/customer/state.ts'
import { codeWords } from '../../engine/explain/words.ts'
import { type Ref, refKey } from '../../engine/figures/base.ts'
import type { MessageKind } from '../../engine/policy/policy.ts'
import { loadCredits } from '../../store/credits.ts'
import { loadDisputes } from '../../store/disputes.ts'
import { loadInvoices } from '../../store/invoices.ts'
import { loadPayments } from '../../store/payments.ts'
import { type MessageRow, readMessagePage } from '../../store/read/messages.ts'
import { readTexts } from '../../store/read/texts.ts'
import type { Session } from '../../store/store.ts'
import { wantsNothing } from '../../store/wanted.ts'
import { namesOf } from './allocated.ts'
import { listedOf, numberFrom, type PageAsked, pageOf, within } from './lists.ts'
import { isStillSo } from './still-so.ts'
import { amountText, maskedAddress, subjectText, timeText } from './wire.ts'

const stateNames = {
  message_queued: 'queued',
  message_sent: 'sent',
  message_failed: 'not_sent',
  message_withheld: 'withheld',
  message_deferred: 'queued',
} as const

/** A customer's messages, newest first, each with whether what it stated is still so. */
export async function listMessages(session: Session, customerId: string, asked: PageAsked) {
  const { customer, today, digits } = await listedOf(session, customerId)
  const page = { before: numberFrom(asked.cursor), limit: asked.limit + 1 }
  const { items, next } = pageOf(await readMessagePage(session, customerId, page), asked.limit, (row) => row.seq)
  const nameOf = await namesOf(session, customerId, items.flatMap(namedIn))
  const [state, addressOf] = await Promise.all([
    withNamed(session, customer, items, nameOf),
    addressesOf(session, customerId, items),
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
        attempts: row.attempts,
        effective_at: timeText(row.effectiveAt),
        settled_at: row.settledAt === null ? null : timeText(row.settledAt),
      }
    }),
    next,
  }
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
