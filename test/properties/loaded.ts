import type { Command } from '../../src/engine/commands/command.ts'
import { type Customer, cellValue, type Subject } from '../../src/engine/customer/state.ts'
import { type Ref, refKey } from '../../src/engine/figures/base.ts'
import { amountOf } from '../../src/engine/figures/evaluate.ts'

/**
 * The part of a customer that an operation needs, as a service with a database loads it: his open subjects, those that
 * the command names, the allocations that it may release with their sources, and for an invoice the charges.
 */
export function loadedFor(customer: Customer, command: Command): Customer {
  const named = new Set(namesIn(command))
  const releasing = releasedBy(command)
  const isReleased = (ref: Ref | null): boolean =>
    ref !== null && customer.subjects.get(refKey(ref))?.id === releasing && ref.kind === 'invoice'
  const allocations = [...customer.subjects.values()].filter(
    (one) => isReleased(one.target) && cellValue(customer, one.ref, 'allocation.amount') > 0n,
  )
  const sources = new Set(allocations.map(({ source }) => (source === null ? '' : refKey(source))))
  const wanted = [...customer.subjects].filter(
    ([key, one]) => named.has(one.id) || sources.has(key) || allocations.includes(one) || isOpen(customer, one),
  )
  const charges = command.op === 'issue_invoice' ? customer.charges : new Map()
  return { ...customer, subjects: new Map(wanted), charges }
}

function isOpen(customer: Customer, one: Subject): boolean {
  if (one.ref.kind === 'invoice') return amountOf(customer, 'invoice.outstanding', one) !== 0n
  if (one.ref.kind === 'payment') return amountOf(customer, 'payment.unallocated', one) !== 0n
  return one.ref.kind === 'credit' && amountOf(customer, 'credit.remaining', one) !== 0n
}

function namesIn(command: Command): readonly string[] {
  switch (command.op) {
    case 'issue_invoice':
    case 'adjust_invoice':
      return [command.invoice]
    case 'receive_payment': {
      const { allocate, paymentId } = command
      return [paymentId, ...(typeof allocate === 'string' ? [] : allocate.map((one) => one.invoice))]
    }
    case 'allocate_payment':
    case 'deallocate_payment':
      return [command.invoice, command.paymentId]
    case 'allocate_credit':
    case 'deallocate_credit':
      return [command.invoice, command.creditId]
    case 'add_note':
      return command.about === null ? [] : [command.about.id]
    default:
      return []
  }
}

const releasedBy = (command: Command): string | null =>
  command.op === 'adjust_invoice' || command.op === 'deallocate_payment' || command.op === 'deallocate_credit'
    ? command.invoice
    : null
