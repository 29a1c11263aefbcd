import type { Refusal } from '../../engine/asked/refusals.ts'
import type { Instant } from '../../engine/time.ts'
import type { DirectoryKind } from '../../store/heads/directory.ts'
import { clocksNamed, idsTaken, textsErased } from '../asked/commands/wanted-of.ts'
import { isZone } from '../asked/days.ts'
import type { Surroundings } from '../asked/form.ts'
import { opensCustomer, type Request } from '../asked/request.ts'
import { directoryEntries } from './read-rows.ts'
import { clockReading, type Entry, readClock, type Sheet } from './sheet.ts'

/** What the clock of a request shows, and in which zone its days are cut; a new customer brings both with him. */
export function clockAndZone(sheet: Sheet, request: Request, wall: Instant): Pick<Surroundings, 'clock' | 'zone'> {
  if (!opensCustomer(request) || sheet.customer.seq > 0)
    return { clock: readClock(sheet, wall), zone: sheet.customer.timeZone }
  const { clock, time_zone = 'UTC' } = request.body
  const zone = isZone(time_zone) ? time_zone : 'UTC'
  return { clock: clockReading((clock !== undefined && sheet.clocks.get(clock)) || null, wall, zone), zone }
}

/** The rules about what only the store knows: ids of other customers, clocks, texts, messages. */
export const lookedUp = (sheet: Sheet, request: Request): Refusal[] => [
  ...clocksNamed(request).flatMap((name) => clockRefusals(sheet, name)),
  ...idsTaken(request).flatMap(({ kind, id }) => takenBy(sheet, kind, id)),
  ...textsErased(request).flatMap((textId) => textRefusals(sheet, textId)),
  ...(request.op === 'internal' && request.command.op === 'settle_message'
    ? messageRefusals(sheet, request.command.messageSeq)
    : []),
]

function clockRefusals(sheet: Sheet, name: string): Refusal[] {
  const clock = sheet.clocks.get(name)
  if (clock === undefined) return [{ code: 'clock_unknown', facts: { clock: name } }]
  return clock.joining || clock.joinedAt !== null ? [{ code: 'clock_has_joined', facts: { clock: name } }] : []
}

/** What is said of an id that somebody has: the refusal, and the member of the body. */
const takenCodes = {
  invoice: ['invoice_taken', 'invoice'],
  payment: ['payment_taken', 'payment_id'],
  credit: ['credit_note_taken', 'credit_note'],
  dispute: ['dispute_taken', 'dispute_id'],
} as const satisfies Record<DirectoryKind, readonly [Refusal['code'], string]>

function takenBy(sheet: Sheet, kind: DirectoryKind, id: string): Refusal[] {
  if (!sheet.owners.has(`${kind}:${id}`)) return []
  const [code, member] = takenCodes[kind]
  return [{ code, facts: { [member]: id } }]
}

function textRefusals(sheet: Sheet, textId: string): Refusal[] {
  const state = sheet.textStates.get(textId.toLowerCase())
  if (state === 'there') return []
  return [{ code: state === 'erased' ? 'text_already_erased' : 'text_unknown', facts: { text_id: textId } }]
}

function messageRefusals(sheet: Sheet, seq: number): Refusal[] {
  const settled = sheet.settled.get(seq)
  if (settled === false) return []
  return [{ code: settled ? 'message_already_settled' : 'message_unknown', facts: { message: seq } }]
}

/** Keeps in mind what an operation has taken, for the requests behind it in the same transaction. */
export function rememberIds(sheet: Sheet, request: Request, entry: Entry): void {
  for (const record of entry.records) {
    if (record.kind !== 'event') continue
    const { xdrId } = record.facts
    if (xdrId !== undefined) sheet.xdrIds.add(xdrId)
    for (const { kind, id } of directoryEntries(sheet.customerId, record))
      sheet.owners.set(`${kind}:${id}`, sheet.customerId)
  }
  for (const textId of textsErased(request)) sheet.textStates.set(textId.toLowerCase(), 'erased')
  if (request.op === 'internal' && request.command.op === 'settle_message')
    sheet.settled.set(request.command.messageSeq, true)
}
