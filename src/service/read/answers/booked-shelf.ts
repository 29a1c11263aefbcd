import { isDirectoryKind } from '../../../store/heads/directory.ts'
import { xdrIdsInOrder } from '../../../store/history/record-columns.ts'
import type { SubjectName } from '../../../store/read/names/directory.ts'
import type { OperationRow } from '../../../store/read/records/operations.ts'
import type { Reader } from '../../../store/read/records/records.ts'
import { readTexts } from '../../../store/read/records/texts.ts'
import type { Booked } from '../../asked/booked.ts'
import { key, neighbours, type Read, refsIn, type Shelf, shelfOf, textKeys } from '../records/shelf.ts'

/** The records of an operation as they are read back, at most so many. */
export function readsOf({ operation, records }: Booked, most: number): Read[] {
  const xdrIdOf = xdrIdsInOrder()
  const { customerId } = operation
  return records.slice(0, most).map((record) => ({ customerId, xdrId: xdrIdOf(record), record }))
}

/**
 * What the lines of some operations need, from what this process has just booked; only texts that an operation before has
 * brought are read. Undefined where that does not say all of it: lines that tell of records before, of a subject that was
 * not loaded, or of a draft by the name that it had.
 */
export async function shelfOfBooked(
  reader: Reader,
  all: readonly Booked[],
  reads: readonly Read[],
): Promise<Shelf | undefined> {
  const last = new Map(all.map((one) => [one.operation.customerId, one]))
  const byRecord = new Map<string, Booked>()
  for (const one of all) for (const { seq } of one.records) byRecord.set(key(one.operation.customerId, seq), one)
  const nameFor: NameFor = (customerId, ref) => {
    const subject = last.get(customerId)?.customer.subjects.get(`${ref.kind}:${ref.no}`)
    const isNote = subject?.traits.origin === 'credit_note'
    return subject && { id: subject.id, called: isNote ? 'credit_note' : (ref.kind as SubjectName['called']), subject }
  }
  if (!reads.every((read) => isAllKnown(read, byRecord, nameFor))) return undefined
  const own = new Map(
    all.flatMap(({ operation, texts }) =>
      texts.map(({ ref, body }) => [key(operation.customerId, ref.textId), body] as const),
    ),
  )
  const others = reads.flatMap(textKeys).filter(({ customerId, textId }) => !own.has(key(customerId, textId)))
  for (const { customerId, textId, body } of await readTexts(reader, others))
    if (body !== null) own.set(key(customerId, textId), body)
  const at = new Map(reads.map((read) => [key(read.customerId, read.record.seq), read.record]))
  const operations = new Map(all.map((one) => [one, rowOf(one)]))
  return shelfOf(reads, {
    recordAt: (customerId, seq) => at.get(key(customerId, seq)),
    operationAt: (customerId, seq) => {
      const one = byRecord.get(key(customerId, seq))
      return one && operations.get(one)
    },
    nameFor,
    draftName: () => undefined,
    textOf: (customerId, textId) => own.get(key(customerId, textId)) ?? null,
    currencyOf: (customerId) => last.get(customerId)?.customer.currency ?? null,
    readingAt: (customerId, firstSeq) => byRecord.get(key(customerId, firstSeq))?.shown,
  })
}

type NameFor = (
  customerId: string,
  ref: Read['record']['subject'],
) => (Pick<SubjectName, 'id' | 'called'> & { readonly subject: { readonly bornSeq: number } }) | undefined

/** Do the records at hand, and the subjects that are loaded, say all that the line of one tells? */
function isAllKnown(read: Read, byRecord: ReadonlyMap<string, Booked>, nameFor: NameFor): boolean {
  const { customerId, record } = read
  const isAhead = ({ seq }: { readonly seq: number }): boolean => seq > record.seq
  if (!neighbours(read).every((one) => isAhead(one) || byRecord.has(key(customerId, one.seq)))) return false
  return refsIn(record).every((ref) => {
    if (!isDirectoryKind(ref.kind)) return true
    const named = nameFor(customerId, ref)
    return named !== undefined && named.subject.bornSeq <= record.seq
  })
}

const rowOf = ({ operation, actor }: Booked): OperationRow => ({ ...operation, actor })
