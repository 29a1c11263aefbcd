import { decode } from '../../../engine/bytes/record-bytes.ts'
import type { LedgerRecord } from '../../../engine/events/record.ts'
import type { Facts, TextRef } from '../../../engine/events/slots.ts'
import { eventRows } from '../../../engine/explain/events/event-sentences.ts'
import { followers } from '../../../engine/explain/events/row.ts'
import type { Ref } from '../../../engine/figures/base.ts'
import type { Instant } from '../../../engine/time.ts'
import type { DirectoryKind } from '../../../store/heads/directory.ts'
import { readCustomerTraits } from '../../../store/read/lists/customers.ts'
import type { SubjectName } from '../../../store/read/names/directory.ts'
import { type OperationRow, readClockReadings, readOperations } from '../../../store/read/records/operations.ts'
import { type Reader, type RecordKey, type RecordRow, readRecordsByKey } from '../../../store/read/records/records.ts'
import { readTexts } from '../../../store/read/records/texts.ts'
import { type AtHand, type DraftName, draftNames, subjectNames } from './draft-names.ts'
import { parentIn } from './place.ts'

/** A record of a customer, decoded. */
export type Read = { readonly customerId: string; readonly xdrId: bigint | null; readonly record: LedgerRecord }

export const readOf = ({ customerId, xdrId, canonical }: RecordRow): Read => ({
  customerId,
  xdrId,
  record: decode(canonical),
})

/** What sentences and lines need beside their records, taken from the shelves in a few reads for all of them. */
export type Shelf = {
  readonly recordAt: (customerId: string, seq: number) => LedgerRecord | undefined
  /** the operation that made a record */
  readonly operationOf: (customerId: string, seq: number) => OperationRow
  /** by today's name; with the seq of a record by that of its time: a draft had no number yet */
  readonly nameOf: (customerId: string, ref: Ref, seq?: number) => string
  /** as what people name a subject: the kind of the ref, or credit_note */
  readonly calledOf: (customerId: string, ref: Ref) => string
  /** null: erased. */
  readonly textOf: (customerId: string, textId: string) => string | null
  readonly currencyOf: (customerId: string) => string | null
  /** what the customer's clock showed when a record was entered */
  readonly enteredAt: (customerId: string, record: LedgerRecord) => Instant
  /** of the records that were handed in, those whose parent a record is */
  readonly ledTo: (customerId: string, seq: number) => readonly number[]
}

/** By which something of a customer is found in a map. */
export const key = (customerId: string, part: string | number): string => `${part} ${customerId}`

/** Things of customers by a part of their names: found without making one text of customer and part each time. */
function board<T extends { readonly customerId: string }, P>(
  things: readonly T[],
  partOf: (thing: T) => P,
): (customerId: string, part: P) => T | undefined {
  const all = new Map<string, Map<P, T>>()
  for (const thing of things) {
    const own = all.get(thing.customerId)
    all.set(thing.customerId, (own ?? new Map<P, T>()).set(partOf(thing), thing))
  }
  return (customerId, part) => all.get(customerId)?.get(part)
}

/** A numbered subject of a customer that lines name beside those of their records. */
export type NamedBeside = { readonly customerId: string; readonly ref: Ref }

/**
 * Fetches what the lines of these records need, and the names of some subjects beside; `isEntered` false: not when a record
 * was entered; `atHand`: names that need not be read.
 */
export async function fetchShelf(
  reader: Reader,
  reads: readonly Read[],
  beside: readonly NamedBeside[] = [],
  { isEntered = true, atHand }: { readonly isEntered?: boolean; readonly atHand?: AtHand | undefined } = {},
): Promise<Shelf> {
  const related = await relatedOf(reader, reads)
  const numbersOf = numbersIn(related.values(), beside)
  const named = (kind: DirectoryKind) => subjectNames(reader, kind, numbersOf(kind), atHand)
  const [operations, texts, invoices, payments, credits, disputes, traits] = await Promise.all([
    readOperations(reader, unique(reads.map(({ customerId, record }) => ({ customerId, seq: record.seq })))),
    readTexts(reader, reads.flatMap(textKeys)),
    named('invoice'),
    named('payment'),
    named('credit'),
    named('dispute'),
    readCustomerTraits(reader, [...new Set(reads.map((read) => read.customerId))]),
  ])
  const firsts = operations.map((one) => ({ customerId: one.customerId, seq: one.firstSeq }))
  const [readings, draftName] = await Promise.all([
    isEntered ? readClockReadings(reader, unique(firsts)) : [],
    draftNames(reader, invoices),
  ])
  const byOperation = board(readings, (one) => one.seq)
  const byRecord = board(operations, (one) => one.recordSeq)
  const bodies = board(texts, (one) => one.textId)
  const byNo = (list: readonly SubjectName[]) => board(list, (one) => one.no)
  const names: Partial<Record<Ref['kind'], ReturnType<typeof byNo>>> = {
    invoice: byNo(invoices),
    payment: byNo(payments),
    credit: byNo(credits),
    dispute: byNo(disputes),
  }
  const currencies = new Map(traits.map((one) => [one.customerId, one.currency]))
  return shelfOf(reads, {
    recordAt: (customerId, seq) => related.get(key(customerId, seq))?.record,
    operationAt: byRecord,
    nameFor: (customerId, ref) => names[ref.kind]?.(customerId, ref.no),
    draftName,
    textOf: (customerId, textId) => bodies(customerId, textId)?.body ?? null,
    currencyOf: (customerId) => currencies.get(customerId) ?? null,
    readingAt: (customerId, seq) => byOperation(customerId, seq)?.now,
  })
}

/** Where what a shelf holds is taken from. */
export type Source = Pick<Shelf, 'recordAt' | 'textOf' | 'currencyOf'> & {
  /** the operation that made a record */
  readonly operationAt: (customerId: string, seq: number) => OperationRow | undefined
  readonly nameFor: (customerId: string, ref: Ref) => Pick<SubjectName, 'id' | 'called'> | undefined
  readonly draftName: DraftName
  /** what the customer's clock showed, by the first record of an operation */
  readonly readingAt: (customerId: string, firstSeq: number) => Instant | undefined
}

/** The shelf of some records, from wherever what it holds is known. */
export function shelfOf(reads: readonly Read[], source: Source): Shelf {
  const operationOf: Shelf['operationOf'] = (customerId, seq) =>
    source.operationAt(customerId, seq) ?? lost(`the operation of record ${seq} of ${customerId}`)
  let children: ReadonlyMap<string, readonly Read[]> | undefined
  const childrenOf = (parent: string): readonly Read[] => {
    children ??= Map.groupBy(reads, ({ customerId, record }) =>
      key(customerId, parentIn(record, operationOf(customerId, record.seq)) ?? 0),
    )
    return children.get(parent) ?? []
  }
  return {
    recordAt: source.recordAt,
    operationOf,
    nameOf: (customerId, ref, seq) => {
      const then = ref.kind === 'invoice' && seq !== undefined ? source.draftName(customerId, ref.no, seq) : undefined
      return then ?? source.nameFor(customerId, ref)?.id ?? String(ref.no)
    },
    calledOf: (customerId, ref) => source.nameFor(customerId, ref)?.called ?? ref.kind,
    textOf: source.textOf,
    currencyOf: source.currencyOf,
    enteredAt: (customerId, record) => {
      const operation = operationOf(customerId, record.seq)
      return enteredAt(record, operation, source.readingAt(customerId, operation.firstSeq))
    },
    ledTo: (customerId, seq) => childrenOf(key(customerId, seq)).map((read) => read.record.seq),
  }
}

/** The wall clock's reading is the time of recording, but for the steps that keep times of recording apart; µs. */
const NEARLY = 60_000_000n

/**
 * What the customer's clock showed when a record was entered. A named clock evaluates its days as it comes to them, also
 * those before a customer was put on it: such an evaluation is never late.
 */
function enteredAt(record: LedgerRecord, operation: OperationRow, reading: Instant | undefined): Instant {
  if (reading === undefined) return record.recordedAt
  const apart = reading - operation.recordedAt
  const isNamed = apart > NEARLY || apart < -NEARLY
  return isNamed && operation.op === 'evaluate_day' ? record.effectiveAt : reading
}

function lost(what: string): never {
  throw new Error(`Bug: ${what} is missing`)
}

/** The records themselves, the ways up from them to their events, and what follows directly on events. */
async function relatedOf(reader: Reader, reads: readonly Read[]): Promise<Map<string, Read>> {
  const known = new Map(reads.map((read) => [key(read.customerId, read.record.seq), read]))
  let wanted = unique(reads.flatMap(neighbours)).filter((one) => !known.has(key(one.customerId, one.seq)))
  while (wanted.length > 0) {
    const found = (await readRecordsByKey(reader, wanted)).map(readOf)
    for (const read of found) known.set(key(read.customerId, read.record.seq), read)
    wanted = unique(found.flatMap(upward)).filter((one) => !known.has(key(one.customerId, one.seq)))
  }
  return known
}

/** The records beside that the line of one may tell of. */
export const neighbours = (read: Read): RecordKey[] => {
  const { customerId, record } = read
  if (record.kind !== 'event') return [...upward(read), ...roomOf(read)]
  const following = followers(record, eventRows[record.type])
  return [...following.map((seq) => ({ customerId, seq })), ...roomOf(read)]
}

/** The record that made room for what counts later than it is dated: its sentence names it. */
const roomOf = ({ customerId, record }: Read): RecordKey[] => {
  const seq = factsOf(record).roomSeq
  return seq === undefined ? [] : [{ customerId, seq: Number(seq) }]
}

const upward = ({ customerId, record }: Read): RecordKey[] =>
  record.kind === 'event' || record.parentSeq === null ? [] : [{ customerId, seq: record.parentSeq }]

const unique = (keys: readonly RecordKey[]): RecordKey[] => [
  ...new Map(keys.map((one) => [key(one.customerId, one.seq), one])).values(),
]

const factsOf = (record: LedgerRecord): Facts => (record.kind === 'change' ? {} : record.facts)

/** The texts that a record names, by slot. */
export function textsIn(record: LedgerRecord): readonly { readonly slot: string; readonly ref: TextRef }[] {
  const texts: { slot: string; ref: TextRef }[] = []
  const facts = factsOf(record)
  for (const slot in facts) {
    const value = facts[slot as keyof Facts]
    if (isText(value)) texts.push({ slot, ref: value })
  }
  return texts
}

const isText = (value: unknown): value is TextRef => typeof value === 'object' && value !== null && 'textId' in value

/** The texts that a record names. */
export const textKeys = ({ customerId, record }: Read) =>
  textsIn(record).map(({ ref }) => ({ customerId, textId: ref.textId }))

/** The numbers of subjects by their kinds and customers, each once. */
function numbersIn(reads: Iterable<Read>, beside: readonly NamedBeside[]): (kind: DirectoryKind) => NumberOf[] {
  const found = new Map<Ref['kind'], Map<string, Set<number>>>()
  const note = (customerId: string, { kind, no }: Ref): void => {
    const owners = found.get(kind) ?? new Map<string, Set<number>>()
    const nos = owners.get(customerId) ?? new Set()
    found.set(kind, owners.set(customerId, nos.add(no)))
  }
  for (const { customerId, record } of reads) for (const ref of refsIn(record)) note(customerId, ref)
  for (const { customerId, ref } of beside) note(customerId, ref)
  return (kind) =>
    [...(found.get(kind) ?? [])].flatMap(([customerId, nos]) => [...nos].map((no) => ({ customerId, no })))
}
type NumberOf = { readonly customerId: string; readonly no: number }

/** Does a fact name a subject? */
export const isRef = (value: unknown): value is Ref =>
  typeof value === 'object' && value !== null && 'kind' in value && 'no' in value

/** The subjects that a record names. */
export function refsIn(record: LedgerRecord): Ref[] {
  const refs = [record.subject]
  const facts = factsOf(record)
  for (const slot in facts) {
    const value = facts[slot as keyof Facts]
    if (isRef(value)) refs.push(value)
  }
  if (record.kind === 'event') for (const effect of record.effects) refs.push(effect.subject)
  return refs
}
