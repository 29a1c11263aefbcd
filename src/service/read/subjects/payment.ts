import type { Session } from '../../../store/session/session.ts'
import { birthIn, existsIn } from '../records/birth.ts'
import { timeText } from '../records/wire.ts'
import { allocationsOf } from '../view/allocated.ts'
import type { Asked } from '../view/dials.ts'
import { type Carrier, dialsText, figuresOf, statusOf } from '../view/figures.ts'
import { findNamed } from '../view/named.ts'
import { viewOf } from '../view/view.ts'

/** A payment with its figures, status and where it went, by two dials. */
export async function answerPayment(session: Session, id: string, asked: Asked) {
  const named = await findNamed(session, 'payment', id)
  const ref: Carrier = { kind: 'payment', no: named.ref.no }
  const view = await viewOf(session, named.customerId, asked, named)
  const exists = existsIn(view, ref)
  const received = await birthIn(session, view, ref)
  const { method = null, xdrId, rule, expiresAt } = received?.facts ?? {}
  return {
    payment_id: id,
    customer_id: named.customerId,
    exists,
    currency: view.customer.currency ?? '',
    status: exists ? statusOf(view, ref) : null,
    method,
    xdr_id: xdrId === undefined ? null : String(xdrId),
    held: rule === 'hold',
    received_at: received === undefined ? null : timeText(received.effectiveAt),
    expires_at: expiresAt === undefined ? null : timeText(expiresAt),
    figures: figuresOf(view, ref),
    allocations: await allocationsOf(session, view, ref),
    received_seq: received?.seq ?? null,
    ...dialsText(view),
  }
}
