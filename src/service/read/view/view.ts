import { decode } from '../../../engine/bytes/record-bytes.ts'
import type { EventRecord } from '../../../engine/events/record.ts'
import { isBaseFigure, type Ref, refKey } from '../../../engine/figures/base.ts'
import { fold } from '../../../engine/replay/as-of.ts'
import { rulesOf } from '../../../engine/rules/rules.ts'
import { blankCustomer, type Cells, type Customer, type Subject } from '../../../engine/state/customer.ts'
import { type OwnCustomer, own } from '../../../engine/state/own.ts'
import type { Day } from '../../../engine/time.ts'
import { type Head, readHeads } from '../../../store/heads/heads.ts'
import { customerFromStore, subjectFromStore } from '../../../store/heads/snapshot-state.ts'
import { readAllocations } from '../../../store/read/lists/allocations.ts'
import { readEventsSince } from '../../../store/read/records/history.ts'
import type { Place } from '../../../store/read/records/records.ts'
import { readUsableSnapshot, type SnapshotRow } from '../../../store/read/records/snapshots.ts'
import type { Session } from '../../../store/session/session.ts'
import { loadCredits } from '../../../store/subjects/credits.ts'
import { loadDisputes } from '../../../store/subjects/disputes.ts'
import { loadInvoices } from '../../../store/subjects/invoices.ts'
import { loadPayments } from '../../../store/subjects/payments.ts'
import { wantsNothing } from '../../../store/subjects/wanted.ts'
import { dayAt } from '../../asked/days.ts'
import { inOrder, keepRead, keptAt } from '../../ledger/sheets/kept.ts'
import { QuestionFault } from '../records/fault.ts'
import { type Pace, pace } from '../records/pace.ts'
import { digitsOf } from '../records/wire.ts'
import { type Asked, type Settled, settle } from './dials.ts'
import { openingOf } from './zones.ts'

/** A customer as of A, known at K: his state, and what is needed to say what it stands on. */
export type View = {
  readonly customer: Customer
  readonly dials: Settled['dials']
  /** the second dial as it was asked for */
  readonly known: string | null
  /** no dial was asked for */
  readonly isNow: boolean
  readonly today: Day
  readonly digits: number
  /** read from the head: the books hold the stored figures too */
  readonly isHead: boolean
  /** the last record that both dials let in */
  readonly toSeq: number
}

/** A numbered subject by which a question names it. */
export type Named = {
  readonly ref: Ref
  /** its name of today, by which it is loaded */
  readonly id: string
  /** as the question wrote it, where that may be another: the name of a draft that was issued */
  readonly asked?: string
}

/** The head of a customer; asks back when there is none, or when it is the operator's own stream. */
export async function headOf(session: Session, customerId: string): Promise<Head> {
  const [head] = await readHeads(session, [customerId])
  if (head === undefined || head.customer.currency === null)
    throw new QuestionFault('customer_unknown', { customer_id: customerId })
  return head
}

/**
 * The state of a customer by two dials, with all his open subjects, the one that is asked about and its allocations.
 * Where the dials let everything in, that is the head; else the fold from the newest snapshot within them.
 */
export async function viewOf(session: Session, customerId: string, asked: Asked, about?: Named): Promise<View> {
  return await viewOfHead(session, await headOf(session, customerId), asked, about)
}

/** As `viewOf`, of a head that was read in this transaction. */
export async function viewOfHead(session: Session, head: Head, asked: Asked, about?: Named): Promise<View> {
  return await viewAt(session, head, await settle(session, head.customer, asked), about)
}

/** Until when, and up to which record, a question looks at a customer. */
export async function reachOf(session: Session, { customer }: Head, asked: Asked): Promise<View['dials']> {
  return (await settle(session, customer, asked)).dials
}

/** As `viewOf`, by dials that are settled. Who he is, and with it the day that is shown, comes from the fold. */
export async function viewAt(session: Session, head: Head, settled: Settled, about?: Named): Promise<View> {
  const { dials, known, isNow } = settled
  const isHead = dials.knownSeq >= head.customer.seq && dials.effectiveAt >= head.customer.maxEffectiveAt
  const found = isHead ? await loaded(session, head, about) : await stateOf(session, head.customer.id, dials)
  // authorisations of payments end by the clock, so that they are judged at the moment that is looked at
  const customer = { ...found, now: dials.effectiveAt }
  const today = dayAt(dials.effectiveAt, customer.timeZone, rulesOf(customer.rules).zones)
  return { customer, dials, known, isNow, today, digits: digitsOf(customer), isHead, toSeq: dials.knownSeq }
}

/** The head with its open subjects, from memory where this thread has them, and the one that is asked about. */
async function loaded(session: Session, { customer, hash }: Head, about?: Named): Promise<Customer> {
  const kept = keptAt(session, { customer, hash })
  const subjects = await subjectsFor(session, customer.id, { open: kept === undefined }, about)
  if (kept !== undefined) {
    const others = subjects.map((one) => [refKey(one.ref), one] as const)
    return {
      ...customer,
      policy: kept.policy,
      subjects: others.length === 0 ? kept.open : new Map([...kept.open, ...others]),
    }
  }
  const found = { ...customer, subjects: inOrder(subjects) }
  keepRead(found, hash)
  return found
}

async function subjectsFor(
  session: Session,
  customerId: string,
  { open }: { readonly open: boolean },
  about?: Named,
): Promise<Subject[]> {
  const ids = (kind: Ref['kind']): string[] => (about?.ref.kind === kind ? [about.id] : [])
  const wanted = [
    {
      ...wantsNothing(customerId),
      open,
      invoices: ids('invoice'),
      payments: ids('payment'),
      credits: ids('credit'),
      disputes: ids('dispute'),
    },
  ]
  const [invoices, payments, credits, disputes, allocations] = await Promise.all([
    loadInvoices(session, wanted),
    loadPayments(session, wanted),
    loadCredits(session, wanted),
    loadDisputes(session, wanted),
    about === undefined ? [] : readAllocations(session, customerId, about.ref),
  ])
  return [...[...invoices, ...payments, ...credits, ...disputes].map((one) => one.subject), ...allocations]
}

/** The fold of a customer's events within two dials, all his subjects included; before his first, his opening says who he is. */
export async function stateOf(session: Session, customerId: string, dials: Dialled, work = pace()): Promise<Customer> {
  const { start, events } = await foldOf(session, customerId, dials, work)
  let state: OwnCustomer = { ...start, now: dials.effectiveAt }
  for await (const event of events) {
    state = fold(state, event)
    // an answer needs none, and there may be very many
    state.charges.clear()
  }
  return await opened(session, state)
}

type Dialled = Pick<View['dials'], 'effectiveAt' | 'knownSeq'>

/**
 * What a fold within two dials is made of: where it starts, from the newest snapshot within them, and the events that it
 * goes on by, in order of effect. `before`: a place in that order by which the snapshot ends.
 */
export async function foldOf(
  session: Session,
  customerId: string,
  dials: Dialled & { readonly before?: Place },
  work: Pace,
): Promise<{ readonly start: OwnCustomer; readonly events: AsyncGenerator<EventRecord> }> {
  const snapshot = await readUsableSnapshot(session, customerId, dials)
  const start = snapshot === undefined ? blankCustomer(customerId) : await startFrom(snapshot, work)
  return { start: own(start), events: eventsSince(session, customerId, snapshot?.seq ?? 0, dials, work) }
}

async function* eventsSince(
  session: Session,
  customerId: string,
  seq: number,
  dials: Dialled,
  work: Pace,
): AsyncGenerator<EventRecord> {
  for await (const rows of readEventsSince(session, customerId, { seq }, dials))
    for (const row of rows) {
      await work.did(1)
      const record = decode(row.canonical)
      if (record.kind === 'event') yield record
    }
}

/** Without stored figures: a fold moves base figures only, and theirs would stay behind. */
async function startFrom({ state, subjects }: SnapshotRow, work: Pace): Promise<Customer> {
  const own = new Map<string, Subject>()
  for (const one of subjects) {
    await work.did(1)
    const subject = subjectFromStore(one)
    own.set(refKey(subject.ref), { ...subject, cells: baseCells(subject.cells) })
  }
  const customer = customerFromStore(state)
  return { ...customer, cells: baseCells(customer.cells), subjects: own }
}

/** A state, or where his opening is yet to come, what it will say of him. */
export const opened = async (session: Session, state: OwnCustomer): Promise<OwnCustomer> =>
  state.currency === null ? await notOpenYet(session, state) : state

/** Nothing is known of him yet but what his opening will say, so that the same is answered whatever comes later. */
async function notOpenYet(session: Session, state: OwnCustomer): Promise<OwnCustomer> {
  const { facts, effectiveAt } = await openingOf(session, state.id)
  const { currency = null, timeZone = state.timeZone, class: kind = state.class, clock = null } = facts
  const billing = facts.billing === 'prepaid' ? 'prepaid' : 'postpaid'
  const rules = Number(facts.rules ?? BigInt(state.rules))
  return { ...state, currency, timeZone, billing, class: kind, clock, rules, openedAt: effectiveAt }
}

/** The base figures alone. */
export const baseCells = (cells: Cells): Cells =>
  Object.fromEntries(Object.entries(cells).filter(([figure]) => isBaseFigure(figure)))
