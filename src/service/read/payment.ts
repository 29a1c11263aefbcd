import type { Session } from '../../store/store.ts'
import { allocationsOf } from './allocated.ts'
import { birthOf } from './birth.ts'
import type { Asked } from './dials.ts'
import { type Carrier, dialsText, figuresOf, statusOf } from './figures.ts'
import { findNamed } from './named.ts'
import { viewOf } from './view.ts'
import { timeText } from './wire.ts'

/** A payment with its figures, status and where it went, by two dials. */
export async function answerPayment(session: Session, id: string, asked: Asked) {
  const named = await findNamed(session, 'payment', id)
  const ref: Carrier = { kind: 'payment', no: named.ref.no }
  const view = await viewOf(session, named.customerId, asked, named)
  const received = await birthOf(session, named.customerId, 'payment', named.ref.no)
  const { facts } = received
  return {
    payment_id: id,
    customer_id: named.customerId,
    currency: view.customer.currency ?? '',
    status: statusOf(view, ref),
    method: facts.method ?? null,
    xdr_id: String(facts.xdrId ?? ''),
    held: facts.rule === 'hold',
    received_at: timeText(received.effectiveAt),
    expires_at: facts.expiresAt === undefined ? null : timeText(facts.expiresAt),
    figures: figuresOf(view, ref),
    allocations: await allocationsOf(session, view, ref),
    received_seq: received.seq,
    ...dialsText(view),
  }
}
