import type { CreditOrigin } from '../../../engine/events/effect-rules.ts'
import { rowOf } from '../../../engine/events/effects.ts'
import type { EventRecord } from '../../../engine/events/record.ts'
import type { Session } from '../../../store/session/session.ts'
import { birthIn, existsIn } from '../records/birth.ts'
import { bodiesOf } from '../records/event-texts.ts'
import { timeText } from '../records/wire.ts'
import { allocationsOf, namesIn } from '../view/allocated.ts'
import type { Asked } from '../view/dials.ts'
import { type Carrier, dialsText, figuresOf, statusOf } from '../view/figures.ts'
import { findCreditNote, findNamed } from '../view/named.ts'
import { type Named, viewOf } from '../view/view.ts'

/** A credit with its figures, status, the invoice that it came from and where it went, by two dials. */
export const answerCredit = async (session: Session, id: string, asked: Asked) =>
  answerFound(session, await findNamed(session, 'credit', id), asked, null)

/** As `answerCredit`, by the number of a credit note; a credit that is none is unknown here. */
export const answerCreditNote = async (session: Session, number: string, asked: Asked) =>
  answerFound(session, await findCreditNote(session, number), asked, number)

type Found = Named & { readonly customerId: string }

/** `number`: it was asked for as a credit note, which it then is called also before it existed. */
async function answerFound(session: Session, named: Found, asked: Asked, number: string | null) {
  const ref: Carrier = { kind: 'credit', no: named.ref.no }
  const view = await viewOf(session, named.customerId, asked, named)
  const exists = existsIn(view, ref)
  const made = await birthIn(session, view, ref)
  const { invoice: source = null, counterparty = null, reason, xdrId } = made?.facts ?? {}
  const [nameOf, bodyOf, allocations] = await Promise.all([
    namesIn(session, view.customer, [source]),
    bodiesOf(session, named.customerId, made === undefined ? [] : [made]),
    allocationsOf(session, view, ref),
  ])
  const origin = made === undefined ? null : originOf(made)
  return {
    credit_id: named.id,
    credit_note: origin === 'credit_note' ? named.id : number,
    origin,
    customer_id: named.customerId,
    exists,
    currency: view.customer.currency ?? '',
    status: exists ? statusOf(view, ref) : null,
    source_invoice: nameOf(source),
    from_customer: counterparty,
    reason: bodyOf(reason?.textId),
    xdr_id: xdrId === undefined ? null : String(xdrId),
    made_at: made === undefined ? null : timeText(made.effectiveAt),
    figures: figuresOf(view, ref),
    allocations,
    made_seq: made?.seq ?? null,
    ...dialsText(view),
  }
}

const originOf = ({ type }: EventRecord): CreditOrigin => rowOf(type).origin ?? 'negative_invoice'
