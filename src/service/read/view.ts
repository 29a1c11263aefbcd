import { decode } from '../../engine/bytes/record-bytes.ts'
import { blankCustomer, type Cells, type Customer, type Subject } from '../../engine/customer/state.ts'
import { isBaseFigure, type Ref, refKey } from '../../engine/figures/base.ts'
import { type Dials, stateAt } from '../../engine/replay/as-of.ts'
import type { Day } from '../../engine/time.ts'
import { loadCredits } from '../../store/credits.ts'
import { loadDisputes } from '../../store/disputes.ts'
import { type Head, readHeads } from '../../store/heads.ts'
import { loadInvoices } from '../../store/invoices.ts'
import { loadPayments } from '../../store/payments.ts'
import { readAllocations } from '../../store/read/allocations.ts'
import { readEventsSince } from '../../store/read/history.ts'
import { lastSeqKnownAt } from '../../store/read/known.ts'
import { readUsableSnapshot } from '../../store/read/snapshots.ts'
import { stateFromStore } from '../../store/snapshot-state.ts'
import type { Session } from '../../store/store.ts'
import { wantsNothing } from '../../store/wanted.ts'
import { type Asked, nowOf, type Settled, settle } from './dials.ts'
import { QuestionFault } from './fault.ts'
import { digitsOf } from './wire.ts'

/** A customer as of A, known at K: his state, and what is needed to say what it stands on. */
export type View = {
  readonly customer: Customer
  readonly dials: Dials & { readonly knownSeq: number }
  readonly today: Day
  readonly digits: number
  /** read from the head: the books hold the stored figures too */
  readonly isHead: boolean
  /** the last record that both dials let in */
  readonly toSeq: number
}

/** A numbered subject by which a question names it. */
export type Named = { readonly ref: Ref; readonly id: string }

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
  const { customer } = head
  return await viewAt(session, head, settle(asked, customer, await nowOf(session, customer)), about)
}

/** Until when, and up to which record, a question looks at a customer. */
export async function reachOf(session: Session, { customer }: Head, asked: Asked): Promise<View['dials']> {
  const { dials } = settle(asked, customer, await nowOf(session, customer))
  return { ...dials, knownSeq: await lastKnown(session, customer, dials) }
}

/** As `viewOf`, by dials that are settled. */
export async function viewAt(session: Session, { customer }: Head, settled: Settled, about?: Named): Promise<View> {
  const dials = { ...settled.dials, knownSeq: await lastKnown(session, customer, settled.dials) }
  const view = { dials, today: settled.today, digits: digitsOf(customer), toSeq: dials.knownSeq }
  if (dials.knownSeq < customer.seq || dials.effectiveAt < customer.maxEffectiveAt)
    return { ...view, customer: judgedAt(await stateOf(session, customer, dials), dials), isHead: false }
  const subjects = await openSubjects(session, customer.id, about)
  const loaded = { ...customer, subjects: new Map(subjects.map((one) => [refKey(one.ref), one])) }
  return { ...view, customer: judgedAt(loaded, dials), isHead: true }
}

/** Authorisations of payments end by the clock, so that they are judged at the moment that is looked at. */
const judgedAt = (customer: Customer, { effectiveAt }: Dials): Customer => ({ ...customer, now: effectiveAt })

async function lastKnown(session: Session, customer: Customer, dials: Dials): Promise<number> {
  if (dials.knownAt !== undefined && dials.knownAt < customer.recordedAt)
    return await lastSeqKnownAt(session, customer.id, dials.knownAt)
  return Math.min(dials.knownSeq ?? customer.seq, customer.seq)
}

async function openSubjects(session: Session, customerId: string, about?: Named): Promise<Subject[]> {
  const ids = (kind: Ref['kind']): string[] => (about?.ref.kind === kind ? [about.id] : [])
  const wanted = [
    {
      ...wantsNothing(customerId),
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

/** The fold of a customer's events within two dials, all his subjects included; before his first, who he is is said by the head. */
export async function stateOf(session: Session, head: Customer, dials: View['dials']): Promise<Customer> {
  const snapshot = await readUsableSnapshot(session, head.id, dials)
  const start = snapshot === undefined ? blankCustomer(head.id) : baseOnly(stateFromStore(snapshot.state))
  const since = { seq: snapshot?.seq ?? 0, maxEffectiveAt: snapshot?.maxEffectiveAt ?? null }
  const rows = await readEventsSince(session, head.id, since, dials)
  const state = stateAt(
    start,
    rows.map((row) => decode(row.canonical)),
    dials,
  )
  if (state.currency !== null) return state
  const { currency, timeZone, billing, name, email, openedAt, clock } = head
  return { ...state, currency, timeZone, billing, class: head.class, name, email, openedAt, clock }
}

/** Without stored figures: a fold moves base figures only, and theirs would stay behind. */
const baseOnly = (customer: Customer): Customer => ({
  ...customer,
  cells: baseCells(customer.cells),
  subjects: new Map([...customer.subjects].map(([key, one]) => [key, { ...one, cells: baseCells(one.cells) }])),
})

const baseCells = (cells: Cells): Cells =>
  Object.fromEntries(Object.entries(cells).filter(([figure]) => isBaseFigure(figure)))
