import type { Ref } from '../../../engine/figures/base.ts'
import { cellsOf } from '../../../engine/state/subjects.ts'
import { evaluate } from '../../../engine/values/evaluate.ts'
import { readOperations } from '../../../store/read/records/operations.ts'
import type { Session } from '../../../store/session/session.ts'
import { amountText } from '../records/wire.ts'
import type { View } from './view.ts'

/** What was agreed on an invoice against what adjustments and credit notes booked on it. */
export type PromiseText = {
  readonly agreed: string
  readonly booked: string
  readonly holds: boolean
  readonly seq: number
  readonly reference: string | null
}

/** Promise against posting; null where nothing was agreed. */
export async function promiseOf(session: Session, view: View, ref: Ref): Promise<PromiseText | null> {
  const { customer, digits } = view
  const agreed = ref.kind === 'invoice' ? cellsOf(customer, ref)['invoice.agreed'] : undefined
  if (agreed === undefined || agreed.value === 0n) return null
  const difference = evaluate(customer, 'invoice.promise_difference', ref, view.today) ?? 0n
  const [operation] = await readOperations(session, [{ customerId: customer.id, seq: agreed.seq }])
  return {
    agreed: amountText(agreed.value, digits),
    booked: amountText(agreed.value - difference, digits),
    holds: difference === 0n,
    seq: agreed.seq,
    reference: operation?.reference ?? null,
  }
}
