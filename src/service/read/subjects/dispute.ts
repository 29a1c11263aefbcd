import { typesMoving } from '../../../engine/events/effects.ts'
import type { EventRecord } from '../../../engine/events/record.ts'
import { evaluate } from '../../../engine/values/evaluate.ts'
import { readOperations } from '../../../store/read/records/operations.ts'
import type { Session } from '../../../store/session/session.ts'
import { actorOf } from '../records/actor.ts'
import { birthIn, existsIn } from '../records/birth.ts'
import { bodiesOf } from '../records/event-texts.ts'
import { amountText, figureText, timeText } from '../records/wire.ts'
import { namesIn } from '../view/allocated.ts'
import type { Asked } from '../view/dials.ts'
import { bookedOf, eventsOn, leftOutOf } from '../view/events-on.ts'
import { type Carrier, dialsText, figuresOf, statusOf } from '../view/figures.ts'
import { findNamed } from '../view/named.ts'
import { type View, viewOf } from '../view/view.ts'

const notes = ['dispute_opened', 'note_added'] as const
/** By what an agreed amount is booked. */
const adjustments = typesMoving('dispute.adjusted')

/** A dispute with what was claimed, agreed and booked, its notes, adjustments and credit notes, by two dials. */
export async function answerDispute(session: Session, id: string, asked: Asked) {
  const named = await findNamed(session, 'dispute', id)
  const { customerId } = named
  const ref: Carrier = { kind: 'dispute', no: named.ref.no }
  const view = await viewOf(session, customerId, asked, named)
  const exists = existsIn(view, ref)
  const opened = await birthIn(session, view, ref)
  const subject = { kind: 'dispute', no: ref.no } as const
  const [noted, adjusted, [operation]] = await Promise.all([
    eventsOn(session, view, subject, notes),
    eventsOn(session, view, subject, adjustments),
    readOperations(session, opened === undefined ? [] : [{ customerId, seq: opened.seq }]),
  ])
  const invoice = opened?.facts.invoice ?? null
  const nameOf = await namesIn(session, view.customer, [invoice, ...adjusted.map(({ facts }) => facts.credit ?? null)])
  return {
    dispute_id: named.id,
    customer_id: customerId,
    exists,
    invoice: nameOf(invoice),
    currency: view.customer.currency ?? '',
    status: exists ? statusOf(view, ref) : null,
    reference: operation?.reference ?? null,
    opened_at: opened === undefined ? null : timeText(opened.effectiveAt),
    resolved_on: closedOn(view, ref),
    figures: figuresOf(view, ref),
    notes: await notesOf(session, view, noted),
    adjustments: await bookedOf(session, view, adjusted, 'dispute.adjusted', ({ facts }) => ({
      credit_note: nameOf(facts.credit ?? null),
    })),
    left_out: {
      notes: await leftOutOf(session, view, subject, notes, noted),
      adjustments: await leftOutOf(session, view, subject, adjustments, adjusted),
    },
    opened_seq: opened?.seq ?? null,
    ...dialsText(view),
  }
}

/** The day on which it was resolved or rejected. */
function closedOn({ customer, today, digits }: View, ref: Carrier): string | null {
  const day =
    evaluate(customer, 'dispute.resolved_on', ref, today) ?? evaluate(customer, 'dispute.rejected_on', ref, today)
  return figureText('dispute.resolved_on', day, digits)
}

async function notesOf(session: Session, { customer, digits }: View, events: readonly EventRecord[]) {
  const noted = events.filter((event) => event.facts.note !== undefined)
  const [bodyOf, operations] = await Promise.all([
    bodiesOf(session, customer.id, noted),
    readOperations(
      session,
      noted.map((event) => ({ customerId: customer.id, seq: event.seq })),
    ),
  ])
  return noted.map(({ facts, effectiveAt, seq }) => {
    const operation = operations.find((one) => one.recordSeq === seq)
    return {
      text: bodyOf(facts.note?.textId),
      text_id: facts.note?.textId ?? '',
      agreed: amountText(facts.agreed ?? null, digits),
      actor: actorOf(operation),
      reference: operation?.reference ?? null,
      effective_at: timeText(effectiveAt),
      seq,
    }
  })
}
