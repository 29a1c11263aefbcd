import type { Session } from '../../store/store.ts'
import { allocationsOf, namesOf } from './allocated.ts'
import { birthOf } from './birth.ts'
import type { Asked } from './dials.ts'
import { type Carrier, dialsText, figuresOf, statusOf } from './figures.ts'
import { findNamed } from './named.ts'
import { viewOf } from './view.ts'
import { timeText } from './wire.ts'

/** A credit with its figures, status, the invoice that it came from and where it went, by two dials. */
export async function answerCredit(session: Session, id: string, asked: Asked) {
  const named = await findNamed(session, 'credit', id)
  const ref: Carrier = { kind: 'credit', no: named.ref.no }
  const view = await viewOf(session, named.customerId, asked, named)
  const made = await birthOf(session, named.customerId, 'credit', named.ref.no)
  const source = made.facts.invoice ?? null
  const nameOf = await namesOf(session, named.customerId, [source])
  return {
    credit_id: id,
    customer_id: named.customerId,
    currency: view.customer.currency ?? '',
    status: statusOf(view, ref),
    source_invoice: nameOf(source),
    made_at: timeText(made.effectiveAt),
    figures: figuresOf(view, ref),
    allocations: await allocationsOf(session, view, ref),
    made_seq: made.seq,
    ...dialsText(view),
  }
}
