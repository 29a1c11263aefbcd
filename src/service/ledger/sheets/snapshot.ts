import { refKey } from '../../../engine/figures/base.ts'
import type { Customer, Subject } from '../../../engine/state/customer.ts'
import { stateToStore, subjectsToStore } from '../../../store/heads/snapshot-state.ts'
import { insertSnapshot } from '../../../store/heads/snapshots.ts'
import type { Session } from '../../../store/session/session.ts'
import { allAllocations } from '../../../store/subjects/allocations.ts'
import { allCredits } from '../../../store/subjects/credits.ts'
import { allDisputes } from '../../../store/subjects/disputes.ts'
import { allInvoices } from '../../../store/subjects/invoices.ts'
import { allPayments } from '../../../store/subjects/payments.ts'
import type { Sheet } from '../../sheet/sheet.ts'

/** Writes the states that are to be kept of some customers, before anything is written that follows them. */
export async function keepSnapshots(session: Session, sheets: readonly Sheet[]): Promise<void> {
  for (const state of sheets.flatMap(({ kept }) => kept)) {
    const customer = await withAllSubjects(session, state)
    await insertSnapshot(session, {
      customerId: customer.id,
      seq: customer.seq,
      recordedAt: customer.recordedAt,
      maxEffectiveAt: customer.maxEffectiveAt,
      state: stateToStore(customer),
      subjects: subjectsToStore(customer),
    })
  }
}

const reads = [
  ['invoice', allInvoices],
  ['payment', allPayments],
  ['credit', allCredits],
  ['allocation', allAllocations],
  ['dispute', allDisputes],
] as const

/** A customer with every subject; of a kind of which all are loaded nothing is read; those that are loaded stand as they are, the others come from their rows. */
export async function withAllSubjects(session: Pick<Session, 'query'>, customer: Customer): Promise<Customer> {
  const loaded = Map.groupBy(customer.subjects.values(), ({ ref }) => ref.kind)
  const more = reads.filter(([kind]) => customer.counts[kind] > (loaded.get(kind)?.length ?? 0))
  if (more.length === 0) return customer
  const kinds: readonly (readonly Subject[])[] = await Promise.all(more.map(([, all]) => all(session, customer.id)))
  const rows = kinds.flat().map((subject) => [refKey(subject.ref), subject] as const)
  return { ...customer, subjects: new Map([...rows, ...customer.subjects]) }
}
