import { decode } from '../../../engine/bytes/record-bytes.ts'
import type { DirectoryKind } from '../../../store/heads/directory.ts'
import { readDrafted, readSubjectNames, type SubjectName } from '../../../store/read/names/directory.ts'
import type { Reader } from '../../../store/read/records/records.ts'
import { NUMBER_OF_SEQUENCE } from '../../asked/ids.ts'

/** What an invoice was called when a record was made, where that was another name than today's: as a draft it had no number. */
export type DraftName = (customerId: string, no: number, seq: number) => string | undefined

/** The names of those invoices that were drafts named by the ledger, up to their issue; callers' names stay as they are. */
export async function draftNames(reader: Reader, invoices: readonly SubjectName[]): Promise<DraftName> {
  const numbered = invoices.filter((one) => NUMBER_OF_SEQUENCE.test(one.id))
  const names = new Map<string, string | undefined>()
  for (const { customerId, canonical } of await readDrafted(reader, numbered)) {
    const record = decode(canonical)
    if (record.kind === 'event') names.set(`${record.subject.no} ${customerId}`, record.facts.id)
  }
  const issues = new Map<string, number>(numbered.map((one) => [`${one.no} ${one.customerId}`, one.bornSeq]))
  return (customerId, no, seq) => {
    const key = `${no} ${customerId}`
    return seq < (issues.get(key) ?? 0) ? names.get(key) : undefined
  }
}

/** The names of today of subjects that are at hand, and need not be read. */
export type AtHand = (kind: DirectoryKind, of: Pick<SubjectName, 'customerId' | 'no'>) => SubjectName | undefined

/** The names of subjects of a kind: those that are not at hand are read. */
export async function subjectNames(
  reader: Reader,
  kind: DirectoryKind,
  all: readonly Pick<SubjectName, 'customerId' | 'no'>[],
  atHand: AtHand | undefined,
): Promise<SubjectName[]> {
  const known = atHand === undefined ? [] : all.map((one) => atHand(kind, one))
  const others = all.filter((_, at) => known[at] === undefined)
  return [...known.filter((one) => one !== undefined), ...(await readSubjectNames(reader, kind, others))]
}
