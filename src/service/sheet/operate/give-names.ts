import type { Draft, NamedDraft } from '../../../engine/asked/draft.ts'
import { giveNames, type NamedKind, namesWanted, suppliedXdrIds } from '../../../engine/asked/draft.ts'
import { addTo } from '../../../engine/many.ts'
import { stretchesOf, takeNumbers, takeXdrIds, xdrIdsTaken } from '../../../store/heads/sequences.ts'
import type { Session } from '../../../store/session/session.ts'
import { creditNoteNumber, disputeId, draftName, invoiceNumber, paymentId, scheduledId } from '../../asked/ids.ts'
import type { Sheet } from '../sheet.ts'

/**
 * Gives the drafts of a decision the names that they still want: xDR ids that the customer does not have, increasing in
 * the order of the drafts; numbers of sequences, which have no gaps, so that nothing may speak against the document any
 * more; ids that are made.
 */
export async function named(session: Session, sheet: Sheet, drafts: readonly Draft[]): Promise<NamedDraft[]> {
  const wanted = namesWanted(drafts)
  const supplied = new Set(suppliedXdrIds(drafts))
  await ensureXdrIds(session, sheet, wanted.xdrIds, supplied)
  const numbers = new Map<NamedKind, string[]>()
  for (const kind of wanted.ids) numbers.set(kind, [...(numbers.get(kind) ?? []), await made[kind](session)])
  return giveNames(drafts, {
    xdrId: () => drawXdrId(sheet, supplied),
    id: (kind) => numbers.get(kind)?.shift() ?? missing(kind),
  })
}

const made: { readonly [K in NamedKind]: (session: Session) => Promise<string> | string } = {
  invoice: async (session) => invoiceNumber(await takeNumbers(session, 'invoice', 1)),
  credit_note: async (session) => creditNoteNumber(await takeNumbers(session, 'credit_note', 1)),
  draft: draftName,
  payment: paymentId,
  dispute: disputeId,
  scheduled: scheduledId,
}

function missing(what: string): never {
  throw new Error(`Bug: no ${what} was made`)
}

/** The next xDR id at hand that the customer does not have. */
function drawXdrId(sheet: Sheet, supplied: ReadonlySet<bigint>): bigint {
  for (;;) {
    const id = sheet.freeXdrIds.shift() ?? missing('xDR id')
    if (isFree(sheet, supplied)(id)) return id
  }
}

const isFree =
  ({ xdrIds }: Sheet, supplied: ReadonlySet<bigint>) =>
  (id: bigint): boolean =>
    !xdrIds.has(id) && !supplied.has(id)

/** How many more than are wanted are taken at once, at first and later: a customer's own ids may stand there. */
const MORE = [0, 16, 256, 4096] as const

/** Sees to it that so many xDR ids are at hand: those that were reserved before the transaction, then more. */
async function ensureXdrIds(
  session: Session,
  sheet: Sheet,
  wanted: number,
  supplied: ReadonlySet<bigint>,
): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    const lacking = wanted - sheet.freeXdrIds.filter(isFree(sheet, supplied)).length
    if (lacking <= 0) return
    const ids = await moreXdrIds(session, sheet, lacking + (MORE[attempt] ?? MORE[3]))
    const taken = await xdrIdsTaken(session, stretchesOf(sheet.customerId, ids))
    for (const one of taken) sheet.xdrIds.add(one.xdrId)
    addTo(sheet.freeXdrIds, ids)
  }
}

/** Those that this process has at hand, without waiting for others who take from the counter; else the counter's next. */
async function moreXdrIds(session: Session, sheet: Sheet, count: number): Promise<readonly bigint[]> {
  const atHand = sheet.moreXdrIds(count)
  if (atHand.length > 0) return atHand
  const first = await takeXdrIds(session, count)
  return Array.from({ length: count }, (_, at) => first + BigInt(at))
}
