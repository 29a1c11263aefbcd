import { type DirectoryKind, findEntries } from '../../store/directory.ts'
import type { Session } from '../../store/store.ts'
import { QuestionFault } from './fault.ts'
import type { Named } from './view.ts'

const unknown = { invoice: 'invoice_unknown', payment: 'payment_unknown', credit: 'credit_unknown' } as const

/** Whose an invoice, payment or credit is, and its number within him; asks back when there is none of this id. */
export async function findNamed(
  session: Session,
  kind: DirectoryKind,
  id: string,
): Promise<Named & { readonly customerId: string }> {
  const [entry] = await findEntries(session, [{ kind, id }])
  if (entry === undefined) throw new QuestionFault(unknown[kind], { [kind]: id })
  return { customerId: entry.customerId, id, ref: { kind, no: entry.no } }
}

/** As `findNamed`, of one customer: what belongs to another one is unknown here. */
export async function findOwn(session: Session, customerId: string, kind: DirectoryKind, id: string): Promise<Named> {
  const found = await findNamed(session, kind, id)
  if (found.customerId !== customerId) throw new QuestionFault(unknown[kind], { [kind]: id, customer_id: customerId })
  return found
}
