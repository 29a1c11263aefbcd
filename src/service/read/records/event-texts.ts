import type { EventRecord } from '../../../engine/events/record.ts'
import type { TextRef } from '../../../engine/events/slots.ts'
import { readTexts } from '../../../store/read/records/texts.ts'
import type { Session } from '../../../store/session/session.ts'
import { textsIn } from './shelf.ts'

/** The bodies of all texts that some events of a customer name; null where erased. */
export async function bodiesOf(
  session: Session,
  customerId: string,
  events: readonly EventRecord[],
): Promise<(textId: string | undefined) => string | null> {
  const keys = events.flatMap((event) => textsIn(event).map(({ ref }) => ({ customerId, textId: ref.textId })))
  const bodies = new Map((await readTexts(session, keys)).map((text) => [text.textId, text.body]))
  return (textId) => (textId === undefined ? null : (bodies.get(textId) ?? null))
}

/** The body of one text of a customer; null where there is none, or it was erased. */
export async function bodyOfText(session: Session, customerId: string, text: TextRef | null): Promise<string | null> {
  const [row] = text === null ? [] : await readTexts(session, [{ customerId, textId: text.textId }])
  return row?.body ?? null
}
