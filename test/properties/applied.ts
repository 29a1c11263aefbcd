import type { LedgerRecord } from '../../src/engine/events/record.ts'
import type { Facts } from '../../src/engine/events/slots.ts'
import { refKey } from '../../src/engine/figures/base.ts'
import type { Customer, Subject } from '../../src/engine/state/customer.ts'
import { subjectsOf } from '../../src/engine/state/subjects.ts'
import { amountOf } from '../../src/engine/values/amounts.ts'
import type { Booked } from '../memory/ledger.ts'

/**
 * After an operation that applies free money, no invoice is open beside money that may pay it; held money moves only by
 * hand. Money does not go back by itself to where the operation took it from.
 */
export function assertApplied(customer: Customer, { command, records }: Booked): void {
  const barred = barredBy(customer, records)
  if (!customer.policy.autoApply || !applies(command, records)) return
  const free = [
    ...subjectsOf(customer, 'credit').filter((one) => amountOf(customer, 'credit.remaining', one) > 0n),
    ...subjectsOf(customer, 'payment').filter(
      (one) => !one.held && amountOf(customer, 'payment.unallocated', one) > 0n,
    ),
  ]
  for (const invoice of subjectsOf(customer, 'invoice')) {
    if (amountOf(customer, 'invoice.outstanding', invoice) <= 0n) continue
    const fund = free.find((one) => !barred.has(`${refKey(one.ref)} ${refKey(invoice.ref)}`))
    if (fund !== undefined) throw new Error(`${refKey(invoice.ref)} is open beside ${refKey(fund.ref)}, which is free`)
  }
}

/** Where the operation took money from, money and invoice; throws where it used held money or gave such back. */
function barredBy(customer: Customer, records: readonly LedgerRecord[]): ReadonlySet<string> {
  const barred = new Set<string>()
  for (const record of records) {
    if (record.kind !== 'event') continue
    const pair = pairIn(record.facts)
    if (record.type.endsWith('_deallocated')) barred.add(pair)
    if (!record.type.endsWith('_allocated') || !isByRule(record.facts)) continue
    if (barred.has(pair)) throw new Error(`record ${record.seq} gives back what was just taken`)
    if (isHeld(customer, record.facts)) throw new Error(`record ${record.seq} uses held money`)
  }
  return barred
}

const pairIn = ({ payment, credit, invoice }: Facts): string => {
  const fund = payment ?? credit
  return fund === undefined || invoice === undefined ? '' : `${refKey(fund)} ${refKey(invoice)}`
}

const isByRule = ({ rule }: Facts): boolean => rule === 'automatic' || rule === 'oldest_first'

const isHeld = (customer: Customer, { payment }: Facts): boolean =>
  subjectsOf(customer, 'payment').some((one: Subject) => one.held && one.ref.no === payment?.no)

/** Does an operation let free money go to open invoices (2-domain 2.2)? Never one that gives back by hand, or refunds. */
function applies(command: Booked['command'], records: readonly LedgerRecord[]): boolean {
  const frees = records.some((record) => record.type.endsWith('_deallocated'))
  switch (command.op) {
    case 'issue_invoice':
    case 'issue_draft':
    case 'undo_write_off':
    case 'turn_into_credit':
    case 'move_in':
    case 'reverse_chargeback':
      return true
    case 'receive_payment':
      return command.allocate === 'oldest_first'
    case 'issue_credit_note':
      return command.apply === 'oldest_first'
    case 'adjust_invoice':
      return command.amount > 0n || frees
    case 'resolve_dispute':
    case 'void_invoice':
    case 'void_credit_note':
    case 'fail_payment':
    case 'void_payment':
    case 'charge_back_payment':
      return frees
    default:
      return false
  }
}
