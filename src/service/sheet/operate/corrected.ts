import type { Refusal } from '../../../engine/asked/refusals.ts'
import { type Corrected, recordsWithXdrIds } from '../../../store/read/records/corrected.ts'
import type { Session } from '../../../store/session/session.ts'
import { isInt8 } from '../../asked/form.ts'
import type { Request } from '../../asked/request.ts'
import type { Sheet } from '../sheet.ts'

const SEQ = 'seq:'

/** What a request says that it corrects: "seq:42", a record by its number, or "2204", one by its xDR id. */
export const correctedBy = (request: Request): string | undefined =>
  request.op === 'internal' || !('corrects' in request.body) ? undefined : request.body.corrects

/** The records that requests of a customer correct by xDR id. */
export async function loadCorrected(
  session: Session,
  customerId: string,
  requests: readonly Request[],
): Promise<readonly Corrected[]> {
  const ids = requests.flatMap((request) => {
    const text = correctedBy(request)
    return text === undefined || text.startsWith(SEQ) || !isInt8(text) ? [] : [text]
  })
  return ids.length === 0 ? [] : await recordsWithXdrIds(session, customerId, ids)
}

/** The record that a request corrects, an earlier one of its own customer; undefined where there is none. */
export function correctedSeq(sheet: Sheet, text: string): number | undefined {
  const { customer, corrected, entries } = sheet
  if (text.startsWith(SEQ)) {
    const seq = Number(text.slice(SEQ.length))
    return seq >= 1 && seq <= customer.seq ? seq : undefined
  }
  const id = BigInt(text)
  const before = corrected.find((one) => one.xdrId === id)?.seq
  const booked = entries.flatMap((entry) => entry.records)
  return before ?? booked.find((record) => record.kind === 'event' && record.facts.xdrId === id)?.seq
}

/** The rule about what a request corrects: it is there. */
export function correctedRefusals(sheet: Sheet, request: Request): Refusal[] {
  const text = correctedBy(request)
  if (text === undefined || correctedSeq(sheet, text) !== undefined) return []
  return [{ code: 'corrects_unknown', facts: { corrects: text } }]
}
