import { type DirectoryKind, findEntries, isDirectoryKind } from '../../../../store/heads/directory.ts'
import type { Narrowing, Reach, Stretch, SubjectKey, Trail } from '../../../../store/read/audit/narrowing.ts'
import { readChargeRanges, readUpstream } from '../../../../store/read/audit/trail.ts'
import { readChainOperations, readOperation } from '../../../../store/read/records/operations.ts'
import type { RecordKey } from '../../../../store/read/records/records.ts'
import type { Session } from '../../../../store/session/session.ts'
import { loweringTypes, raisingTypes } from '../../records/balance.ts'
import { misunderstood, QuestionFault } from '../../records/fault.ts'
import { subjectNamed } from '../../view/figure-names.ts'
import { movedByItsOwn, rowsFeeding } from './derived.ts'
import { fewNamed } from './few.ts'
import { type AuditAsked, type Filters, listOf, rowsOf } from './filters.ts'
import { seqsWithin, type Window } from './window.ts'
import { type Searched, searchWords } from './words.ts'

/** What a page is about: records that concern one of `invoices`, and one of `subjects`; null: whatever they concern. */
export type Subjects = {
  readonly invoices: readonly SubjectKey[] | null
  readonly subjects: readonly SubjectKey[] | null
  /** `subject` names the customer himself too */
  readonly himself: boolean
}

/** Looks up what `subject` and `invoice` name; an id that is unknown here is a mistake of the question. */
export async function subjectsOf(session: Session, asked: AuditAsked, customerId: string | null): Promise<Subjects> {
  const named = listOf(asked.subject).map(subjectNamed)
  const invoices = listOf(asked.invoice).map((id) => ({ kind: 'invoice' as const, id }))
  const [byInvoice, bySubject] = await Promise.all([
    subjectKeys(session, invoices, customerId),
    subjectKeys(
      session,
      named.flatMap(({ kind, id }) => (isDirectoryKind(kind) ? [{ kind, id }] : [])),
      customerId,
    ),
  ])
  return {
    invoices: asked.invoice === undefined ? null : byInvoice,
    subjects: asked.subject === undefined ? null : bySubject,
    himself: named.some(({ kind }) => kind === 'customer'),
  }
}

type Id = { readonly kind: DirectoryKind; readonly id: string }

async function subjectKeys(session: Session, ids: readonly Id[], customerId: string | null): Promise<SubjectKey[]> {
  const entries = await findEntries(session, ids)
  const own = entries.filter((entry) => customerId === null || entry.customerId === customerId)
  const lost = ids.find(({ kind, id }) => !own.some((entry) => entry.kind === kind && entry.id === id))
  if (lost !== undefined) throw new QuestionFault(`${lost.kind}_unknown`, { [lost.kind]: lost.id })
  return own.map(({ kind, no, customerId: owner }) => ({ kind, no, customerId: owner }))
}

/** What a page narrows its scan to. Where all that it names belongs to one customer, it is a page of that customer. */
export async function narrow(
  session: Session,
  {
    asked,
    filters,
    subjects,
    window,
    customerId,
    reach,
    bounds: { mostUpstream = MOST_UPSTREAM, mostFound, mostFew },
  }: Narrowed,
): Promise<Narrowing & Pick<Searched, 'said'> & { readonly trailLimit: number | null }> {
  const [chains, trail, searched] = await Promise.all([
    chainsOf(session, asked, customerId),
    filters.figures.length > 0 ? null : trailOf(session, subjects, mostUpstream),
    searchWords(session, customerId, filters.words, mostFound),
  ])
  const { names } = filters
  const named = searched.keys === null ? await fewNamed(session, names, customerId, mostFew) : { few: null, names }
  const own = customerId ?? onlyOwner(subjects, chains)
  const inSeqs = own !== null && filters.clock === 'recorded'
  return {
    customerId: own,
    ...(inSeqs ? { from: null, to: null } : window),
    seqs: inSeqs ? await seqsWithin(session, own, window) : null,
    reach,
    keys: searched.keys,
    rows: filters.figures.length > 0 ? rowsFeeding(filters.figures, filters.kinds) : rowsOf(filters),
    ...concerned(filters, subjects),
    trail: trail === null ? null : trail.trail,
    trailLimit: trail?.isCut === true ? mostUpstream : null,
    xdrIds: filters.xdrIds,
    chains,
    ...named,
    amounts: filters.figures.length > 0 ? null : filters.amounts,
    direction: directionOf(filters),
    words: searched.words,
    said: searched.said,
  }
}

type Narrowed = {
  readonly asked: AuditAsked
  readonly filters: Filters
  readonly subjects: Subjects
  readonly window: Window
  readonly customerId: string | null
  readonly reach: Reach | null
  readonly bounds: Bounds
}

/** What a page looks up at most; left out, as much as the module says. */
export type Bounds = {
  /** records above the trail of the invoices of a customer that the page names */
  readonly mostUpstream?: number | undefined
  /** records in which a word is */
  readonly mostFound?: number | undefined
  /** records of the operations of a channel or person that has few */
  readonly mostFew?: number | undefined
  /** the work after which it ends */
  readonly mostWork?: number | undefined
  /** work from the first event of what is told at once to the last */
  readonly mostBetween?: number | undefined
}

/** A figure of one invoice can be moved by what concerns another, or none: then its subject is seen on the line only. */
function concerned(
  { figures, kinds }: Filters,
  { invoices, subjects, himself }: Subjects,
): Pick<Narrowing, 'subjects' | 'orItself'> {
  const byInvoice = invoices === null || figures.length === 0 ? [] : [invoices]
  if (subjects === null || !figures.every((figure) => movedByItsOwn(figure, kinds)))
    return { subjects: byInvoice, orItself: null }
  if (himself) return { subjects: byInvoice, orItself: figures.length > 0 ? null : subjects }
  return { subjects: [...byInvoice, subjects], orItself: null }
}

/** What led to invoices is handed to the database record by record: the first ones of each customer, up to so many. */
const MOST_UPSTREAM = 20_000

/**
 * The trail of the invoices that are named: what concerns them, the charges behind their lines, and what led to it, in
 * order of recording up to a limit; `isCut`: there is more above.
 */
async function trailOf(
  session: Session,
  { invoices }: Subjects,
  most: number,
): Promise<{ readonly trail: Trail; readonly isCut: boolean } | null> {
  if (invoices === null) return null
  const byOwner = [...Map.groupBy(invoices, (one) => one.customerId)]
  const nosOf = (own: readonly SubjectKey[]): number[] => own.map((one) => one.no)
  const [charges, upstream] = await Promise.all([
    Promise.all(byOwner.map(([owner, own]) => readChargeRanges(session, owner, nosOf(own)))),
    Promise.all(byOwner.map(([owner, own]) => readUpstream(session, owner, nosOf(own), most + 1))),
  ])
  return {
    trail: { invoices, charges: charges.flat(), upstream: upstream.flatMap((own) => own.slice(0, most)) },
    isCut: upstream.some((own) => own.length > most),
  }
}

const directionOf = ({ figures, direction }: Filters): Narrowing['direction'] =>
  figures.length > 0 || direction === null
    ? null
    : { up: direction === 'increase', raising: raisingTypes, lowering: loweringTypes }

function onlyOwner({ invoices, subjects, himself }: Subjects, chains: readonly Stretch[] | null): string | null {
  const owners = new Set(
    [...(invoices ?? []), ...(himself ? [] : (subjects ?? [])), ...(chains ?? [])].map((one) => one.customerId),
  )
  return owners.size === 1 ? ([...owners][0] ?? null) : null
}

/** "7" of this customer, or "<customer>:7" of any: the operations of the chain that the record belongs to. */
async function chainsOf(session: Session, { chain }: AuditAsked, customerId: string | null): Promise<Stretch[] | null> {
  if (chain === undefined) return null
  const keys = listOf(chain).map((text) => chainNamed(text, customerId))
  return (await Promise.all(keys.map((key) => chainOf(session, key)))).flat()
}

function chainNamed(text: string, customerId: string | null): RecordKey {
  const [, owner = customerId, seq] = /^(?:(.+):)?(\d{1,15})$/.exec(text) ?? []
  if (seq === undefined || owner === null)
    throw misunderstood('chain', '<seq> of a record, with <customer>: before it in /audit')
  if (customerId !== null && owner !== customerId) throw misunderstood('chain', 'a chain of this customer')
  return { customerId: owner, seq: Number(seq) }
}

async function chainOf(session: Session, key: RecordKey): Promise<Stretch[]> {
  const operation = await readOperation(session, key)
  if (operation === undefined) throw new QuestionFault('chain_unknown', { customer_id: key.customerId, seq: key.seq })
  return await readChainOperations(session, { customerId: key.customerId, seq: operation.rootSeq })
}
