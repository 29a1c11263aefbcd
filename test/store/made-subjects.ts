import type { Ref, SubjectKind } from '../../src/engine/figures/base.ts'
import type { FigureName } from '../../src/engine/figures/names.ts'
import { type Status, statuses } from '../../src/engine/figures/statuses.ts'
import type { Subject, Traits } from '../../src/engine/state/customer.ts'
import type { Session } from '../../src/store/session/session.ts'
import { writeAllocations } from '../../src/store/subjects/allocations.ts'
import { writeCredits } from '../../src/store/subjects/credits.ts'
import { writeDisputes } from '../../src/store/subjects/disputes.ts'
import { writeInvoices } from '../../src/store/subjects/invoices.ts'
import { writePayments } from '../../src/store/subjects/payments.ts'
import type { Owned } from '../../src/store/subjects/wanted.ts'

// Subjects as no operation made them: what is tested is only that they are kept, and found.

type Figures = { readonly [F in FigureName]?: bigint }
type Own = Partial<Pick<Subject, 'held' | 'source' | 'target' | 'traits'>>

export const BORN_AT = 1_767_225_600_000_001n

/** A subject with some figures; its number is in its id: `I3` is the third invoice. */
export function made(kind: Exclude<SubjectKind, 'customer' | 'charge'>, id: string, figures: Figures, own: Own = {}) {
  const no = Number(id.slice(1))
  const cells = Object.entries(figures).map(([figure, value], at) => [figure, { value, seq: no + at }])
  const subject: Subject = {
    ref: { kind, no },
    id: kind === 'allocation' ? '' : id,
    bornSeq: no,
    bornAt: BORN_AT,
    cells: Object.fromEntries(cells),
    held: false,
    source: null,
    target: null,
    traits: {},
    ...own,
  }
  return subject
}

export const number = (status: Status): bigint => BigInt(statuses[status])

const ref = (id: string): Ref => ({
  kind: id.startsWith('I') ? 'invoice' : id.startsWith('P') ? 'payment' : 'credit',
  no: Number(id.slice(1)),
})

/** An invoice with nothing outstanding, or with something. */
export const invoice = (id: string, outstanding = 0n, traits: Traits = {}): Subject =>
  made('invoice', id, { 'invoice.status': number('paid'), 'invoice.outstanding': outstanding }, { traits })

/** A payment that is wholly allocated. */
export const payment = (id: string): Subject =>
  made('payment', id, { 'payment.amount': 9n, 'payment.allocated': 9n, 'payment.status': number('allocated') })

/** A credit that is wholly applied, made from an invoice where one is named. */
export const credit = (id: string, from?: string): Subject =>
  made(
    'credit',
    id,
    { 'credit.amount': 9n, 'credit.allocated': 9n, 'credit.status': number('applied') },
    { source: from === undefined ? null : ref(from), traits: { origin: 'credit_note' } },
  )

/** What stands, or stood, of a payment or credit on an invoice. */
export const allocation = (id: string, from: string, to: string, amount = 9n, chargedBack = 0n): Subject =>
  made(
    'allocation',
    id,
    { 'allocation.amount': amount, 'allocation.charged_back': chargedBack },
    { source: ref(from), target: ref(to) },
  )

export const dispute = (id: string, of: string, resolvedOn = 0n): Subject =>
  made(
    'dispute',
    id,
    { 'dispute.claimed': 9n, 'dispute.resolved_on': resolvedOn, 'dispute.status': number('open') },
    { target: ref(of) },
  )

/** Writes subjects of a customer, each into the table of its kind. */
export async function writeSubjects(session: Session, customerId: string, subjects: readonly Subject[]): Promise<void> {
  const of = (kind: SubjectKind): Owned<Subject>[] =>
    subjects.filter((one) => one.ref.kind === kind).map((subject) => ({ customerId, subject }))
  await writeInvoices(session, of('invoice'))
  await writePayments(session, of('payment'), () => ({ method: 'cash', xdrId: 7n }))
  await writeCredits(session, of('credit'))
  await writeAllocations(session, of('allocation'))
  await writeDisputes(session, of('dispute'))
}
