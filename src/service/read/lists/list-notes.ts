import type { Ref } from '../../../engine/figures/base.ts'
import { readNotePage } from '../../../store/read/lists/notes.ts'
import { readSubjectNames } from '../../../store/read/names/directory.ts'
import { readOperations } from '../../../store/read/records/operations.ts'
import type { Session } from '../../../store/session/session.ts'
import { actorOf } from '../records/actor.ts'
import { draftNames } from '../records/draft-names.ts'
import { bodiesOf } from '../records/event-texts.ts'
import { amountText, digitsOf, subjectText, timeText } from '../records/wire.ts'
import { namesOf } from '../view/allocated.ts'
import { eventsOf, numberFrom, pageOf } from '../view/pages.ts'
import { hasDials, type ListAsked } from '../view/subject-list.ts'
import { headOf, reachOf } from '../view/view.ts'

/** A customer's notes and disputes, newest first. */
export async function listNotes(session: Session, customerId: string, asked: ListAsked) {
  const head = await headOf(session, customerId)
  const { customer } = head
  const reach = hasDials(asked) ? await reachOf(session, head, asked) : null
  const page = { before: numberFrom(asked.cursor), limit: asked.limit + 1 }
  const seqs = await readNotePage(session, customerId, page, reach)
  const { items, next } = pageOf(seqs, asked.limit, (seq) => seq)
  const events = await eventsOf(session, customerId, items)
  const all = [...events.values()]
  const noted = all.flatMap(({ subject: { kind, no } }) => (kind === 'invoice' ? [{ customerId, no }] : []))
  const draftName = await draftNames(session, await readSubjectNames(session, 'invoice', noted))
  const [bodyOf, nameOf, operations] = await Promise.all([
    bodiesOf(session, customerId, all),
    namesOf(
      session,
      customerId,
      all.map((event) => event.subject),
    ),
    readOperations(
      session,
      all.map((event) => ({ customerId, seq: event.seq })),
    ),
  ])
  const draftIn = ({ kind, no }: Ref, seq: number): string | undefined =>
    kind === 'invoice' ? draftName(customerId, no, seq) : undefined
  return {
    items: items.flatMap((seq) => {
      const event = events.get(seq)
      if (event === undefined) return []
      const { facts, subject, effectiveAt } = event
      const operation = operations.find((one) => one.recordSeq === seq)
      return {
        seq,
        kind: facts.noteKind ?? (event.type === 'dispute_opened' ? 'dispute' : 'note'),
        subject: subjectText(subject, (ref) => draftIn(ref, seq) ?? nameOf(ref) ?? String(ref.no)),
        text: bodyOf(facts.note?.textId),
        text_id: facts.note?.textId ?? '',
        agreed: amountText(facts.agreed ?? null, digitsOf(customer)),
        reference: operation?.reference ?? null,
        actor: actorOf(operation),
        effective_at: timeText(effectiveAt),
      }
    }),
    next,
  }
}
