import { refKey } from '../../../engine/figures/base.ts'
import { isDraft } from '../../../engine/planning/checks.ts'
import type { Customer, Subject } from '../../../engine/state/customer.ts'
import { subjectsOf } from '../../../engine/state/subjects.ts'
import type { Day } from '../../../engine/time.ts'
import { evaluate } from '../../../engine/values/evaluate.ts'
import type { DirectoryKind } from '../../../store/heads/directory.ts'
import { readSubjectPage } from '../../../store/read/lists/subject-pages.ts'
import type { Session } from '../../../store/session/session.ts'
import { loadCredits } from '../../../store/subjects/credits.ts'
import { loadDisputes } from '../../../store/subjects/disputes.ts'
import { loadInvoices } from '../../../store/subjects/invoices.ts'
import { loadPayments } from '../../../store/subjects/payments.ts'
import type { Owned } from '../../../store/subjects/wanted.ts'
import { wantsNothing } from '../../../store/subjects/wanted.ts'
import type { Asked } from './dials.ts'
import { listedOf, type PageAsked, pageOf, subjectNoFrom } from './pages.ts'
import { type View, viewOf } from './view.ts'

/** A page of a list within two dials; both left out: as things stand now. */
export type ListAsked = PageAsked & Asked

/** Which subjects of a kind: with something open only, or credit notes only. */
type Only = { readonly openOnly?: boolean; readonly notesOnly?: boolean }

/** A page of subjects, newest first, in the state that they are looked at in. */
export type SubjectPage = {
  readonly own: readonly Subject[]
  readonly next: string | null
  readonly state: Customer
  readonly today: Day
  readonly digits: number
}

export const hasDials = ({ asOf, knownAt }: Asked): boolean => asOf !== undefined || knownAt !== undefined

/** A page of a customer's subjects of a kind within the dials; what did not exist then is left out. */
export async function subjectPage(
  session: Session,
  customerId: string,
  kind: DirectoryKind,
  asked: ListAsked,
  only: Only = {},
): Promise<SubjectPage> {
  if (!hasDials(asked)) return await pageNow(session, await listedOf(session, customerId), kind, asked, only)
  const view = await viewOf(session, customerId, asked)
  return view.isHead ? await pageNow(session, view, kind, asked, only) : pageThen(view, kind, asked, only)
}

/** Of the head: the page is read by number, and what of it is closed is loaded. */
async function pageNow(
  session: Session,
  { customer, today, digits }: Pick<View, 'customer' | 'today' | 'digits'>,
  kind: DirectoryKind,
  asked: ListAsked,
  { openOnly = false, notesOnly = false }: Only,
): Promise<SubjectPage> {
  const page = { before: subjectNoFrom(asked.cursor), limit: asked.limit + 1, openOnly, notesOnly }
  const rows = await readSubjectPage(session, customer.id, kind, page)
  const { items, next } = pageOf(rows, asked.limit, (row) => row.no)
  const loaded = await load(
    session,
    customer.id,
    kind,
    items.map((row) => row.id),
  )
  const state = { ...customer, subjects: new Map(loaded.map(({ subject }) => [refKey(subject.ref), subject])) }
  const chosen = new Set(items.map((row) => row.no))
  return { own: newestFirst(state, kind).filter((one) => chosen.has(one.ref.no)), next, state, today, digits }
}

/** Of a fold, which has all subjects that existed within the dials. */
function pageThen(
  { customer, today, digits }: View,
  kind: DirectoryKind,
  asked: ListAsked,
  { openOnly = false, notesOnly = false }: Only,
): SubjectPage {
  const before = subjectNoFrom(asked.cursor) ?? Number.MAX_SAFE_INTEGER
  const isWanted = (one: Subject): boolean =>
    one.ref.no < before &&
    (!notesOnly || one.traits.origin === 'credit_note') &&
    (!openOnly || isDraft(one) || evaluate(customer, 'invoice.outstanding', one.ref, today) !== 0n)
  const rows = newestFirst(customer, kind).filter(isWanted)
  const { items, next } = pageOf(rows.slice(0, asked.limit + 1), asked.limit, (one) => one.ref.no)
  return { own: items, next, state: customer, today, digits }
}

const newestFirst = (customer: Customer, kind: DirectoryKind): Subject[] => subjectsOf(customer, kind).toReversed()

async function load(
  session: Session,
  customerId: string,
  kind: DirectoryKind,
  ids: readonly string[],
): Promise<Owned<Subject>[]> {
  const wants = wantsNothing(customerId)
  switch (kind) {
    case 'invoice':
      return await loadInvoices(session, [{ ...wants, invoices: ids }])
    case 'payment':
      return await loadPayments(session, [{ ...wants, payments: ids }])
    case 'credit':
      return await loadCredits(session, [{ ...wants, credits: ids }])
    case 'dispute':
      return await loadDisputes(session, [{ ...wants, disputes: ids }])
  }
}
