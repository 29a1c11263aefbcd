import type { EventRecord } from '../../engine/record.ts'
import type { Session } from '../../store/store.ts'
import { allocationsOf, namesOf } from './allocated.ts'
import { birthOf } from './birth.ts'
import type { Asked } from './dials.ts'
import { bodiesOf } from './event-texts.ts'
import { type Carrier, dialsText, figuresOf, statusOf } from './figures.ts'
import { findCreditNote, findNamed } from './named.ts'
import { type Named, viewOf } from './view.ts'
import { timeText } from './wire.ts'

/** A credit with its figures, status, the invoice that it came from and where it went, by two dials. */
export const answerCredit = async (session: Session, id: string, asked: Asked) =>
  answerFound(session, await findNamed(session, 'credit', id), asked)

/** As `answerCredit`, by the number of a credit note; a credit that is none is unknown here. */
export const answerCreditNote = async (session: Session, number: string, asked: Asked) =>
  answerFound(session, await findCreditNote(session, number), asked)

async function answerFound(session: Session, named: Named & { readonly customerId: string }, asked: Asked) {
  const ref: Carrier = { kind: 'credit', no: named.ref.no }
  const view = await viewOf(session, named.customerId, asked, named)
  const made = await birthOf(session, named.customerId, 'credit', named.ref.no)
  const { facts } = made
  const source = facts.invoice ?? null
  const [nameOf, bodyOf, allocations] = await Promise.all([
    namesOf(session, named.customerId, [source]),
    bodiesOf(session, named.customerId, [made]),
    allocationsOf(session, view, ref),
  ])
  const origin = originOf(made)
  return {
    credit_id: named.id,
    credit_note: origin === 'credit_note' ? named.id : null,
    origin,
    customer_id: named.customerId,
    currency: view.customer.currency ?? '',
    status: statusOf(view, ref),
    source_invoice: nameOf(source),
    from_customer: facts.counterparty ?? null,
    reason: bodyOf(facts.reason?.textId),
    xdr_id: facts.xdrId === undefined ? null : String(facts.xdrId),
    made_at: timeText(made.effectiveAt),
    figures: figuresOf(view, ref),
    allocations,
    made_seq: made.seq,
    ...dialsText(view),
  }
}

function originOf({ type }: EventRecord): 'credit_note' | 'negative_invoice' | 'moved' {
  if (type === 'credit_note_issued') return 'credit_note'
  return type === 'credit_moved_in' ? 'moved' : 'negative_invoice'
}
