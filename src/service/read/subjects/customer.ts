import { readTexts } from '../../../store/read/records/texts.ts'
import type { Session } from '../../../store/session/session.ts'
import { existsIn } from '../records/birth.ts'
import { maskedAddress, timeText } from '../records/wire.ts'
import type { Asked } from '../view/dials.ts'
import { dialsText, figuresOf, himself, identitiesText, statusOf } from '../view/figures.ts'
import { viewOf } from '../view/view.ts'

/** A customer with his figures, status and identities by two dials. */
export async function answerCustomer(session: Session, customerId: string, asked: Asked) {
  const view = await viewOf(session, customerId, asked)
  const { customer } = view
  const exists = existsIn(view, himself)
  const { name, email: address } = exists ? customer : { name: null, email: null }
  const ids = [name, address].flatMap((text) => (text === null ? [] : [text.textId]))
  const texts = await readTexts(
    session,
    ids.map((textId) => ({ customerId, textId })),
  )
  const bodyOf = (textId: string | undefined): string | null => texts.find((one) => one.textId === textId)?.body ?? null
  const email = bodyOf(address?.textId)
  return {
    customer_id: customerId,
    exists,
    name: bodyOf(name?.textId),
    email: email === null ? null : maskedAddress(email),
    currency: customer.currency ?? '',
    time_zone: customer.timeZone,
    billing: exists ? customer.billing : null,
    class: exists ? customer.class : null,
    clock: exists ? customer.clock : null,
    policy_version: customer.policy.version,
    opened_at: exists ? timeText(customer.openedAt) : null,
    status: exists ? statusOf(view, himself) : null,
    figures: figuresOf(view, himself),
    identities: await identitiesText(session, view),
    ...dialsText(view),
  }
}
