import type { Ref } from '../../../engine/figures/base.ts'
import type { Customer, Subject } from '../../../engine/state/customer.ts'
import { subjectOf, subjectsOf } from '../../../engine/state/subjects.ts'
import type { DirectoryKind } from '../../../store/heads/directory.ts'
import { readSubjectNames } from '../../../store/read/names/directory.ts'
import type { Session } from '../../../store/session/session.ts'
import { amountText, timeText } from '../records/wire.ts'
import type { View } from './view.ts'

/** An allocation as the wire has it: what of which payment or credit stands on which invoice. */
export type AllocationLine = {
  readonly allocation: number
  readonly invoice: string
  readonly payment_id: string | null
  readonly credit_id: string | null
  readonly amount: string
  readonly effective_at: string
  readonly seq: number
}

/** What is allocated to an invoice, or from a payment or credit, oldest first; what was taken back wholly is left out. */
export async function allocationsOf(session: Session, view: View, ref: Ref): Promise<AllocationLine[]> {
  const side = ref.kind === 'invoice' ? 'target' : 'source'
  const own = subjectsOf(view.customer, 'allocation').filter(
    (one) => one[side]?.kind === ref.kind && one[side].no === ref.no && amountIn(one) > 0n,
  )
  const names = await namesIn(
    session,
    view.customer,
    own.flatMap(({ source, target }) => [source, target]),
  )
  return own.map((one) => ({
    allocation: one.ref.no,
    invoice: names(one.target) ?? '',
    payment_id: one.source?.kind === 'payment' ? names(one.source) : null,
    credit_id: one.source?.kind === 'credit' ? names(one.source) : null,
    amount: amountText(amountIn(one), view.digits),
    effective_at: timeText(one.bornAt),
    seq: one.bornSeq,
  }))
}

const amountIn = (one: Subject): bigint => one.cells['allocation.amount']?.value ?? 0n

/** The ids by which some subjects are named in a state: a draft has no number yet; of what is not loaded, those of now. */
export async function namesIn(
  session: Session,
  customer: Customer,
  refs: readonly (Ref | null)[],
): Promise<(ref: Ref | null) => string | null> {
  const idOf = (ref: Ref | null): string | undefined => (ref === null ? undefined : subjectOf(customer, ref)?.id)
  const nameOf = await namesOf(
    session,
    customer.id,
    refs.filter((ref) => idOf(ref) === undefined),
  )
  return (ref) => idOf(ref) ?? nameOf(ref)
}

/** The ids by which people name some subjects of a customer. */
export async function namesOf(
  session: Session,
  customerId: string,
  refs: readonly (Ref | null)[],
): Promise<(ref: Ref | null) => string | null> {
  const kinds: readonly DirectoryKind[] = ['invoice', 'payment', 'credit', 'dispute']
  const found = await Promise.all(
    kinds.map(async (kind) => {
      const nos = new Set(refs.flatMap((ref) => (ref?.kind === kind ? [ref.no] : [])))
      const names = await readSubjectNames(
        session,
        kind,
        [...nos].map((no) => ({ customerId, no })),
      )
      return names.map((name) => [`${kind}:${name.no}`, name.id] as const)
    }),
  )
  const byRef = new Map<string, string>(found.flat())
  return (ref) => (ref === null ? null : (byRef.get(`${ref.kind}:${ref.no}`) ?? null))
}
