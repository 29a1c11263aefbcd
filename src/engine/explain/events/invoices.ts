import type { invoiceEvents } from '../../events/invoice-events.ts'
import type { Facts } from '../../events/slots.ts'
import { shortDay } from '../../time.ts'
import { capital, codeWords, money } from '../words.ts'
import { amount, described, invoice, left, type Row, reason, rule, xdr } from './row.ts'

/** ", with 2 charges from before 1 Sep 2026": what a period took in that is older than it. */
function fromBefore({ lateCharges = [], periodFrom }: Facts): string {
  const count = lateCharges.reduce((sum, [from, to]) => sum + to - from + 1, 0)
  if (count === 0 || periodFrom === undefined) return ''
  return `, with ${count} ${count === 1 ? 'charge' : 'charges'} from before ${shortDay(periodFrom)}`
}

const again = (replaces: bigint | undefined): string => (replaces === undefined ? '' : `, again for xDR id ${replaces}`)

/** How the events of charges and invoices are told. */
export const invoiceRows: Readonly<Record<keyof typeof invoiceEvents, Row>> = {
  charge_booked: {
    words: 'charge of booked for again usage subscription fee manual tax discount rounding',
    source: ({ facts }) => `charge for ${facts.service}`,
    tell: (event, telling) => {
      const { service, replaces } = event.facts
      return `Charge of ${amount(event, telling)} booked for ${service}${again(replaces)}${described(event, telling)}${xdr(event)}.`
    },
  },
  credit_booked: {
    words: 'manual credit promotional credit of booked again',
    source: ({ facts }) => `${codeWords[facts.creditKind ?? 'manual']} credit`,
    tell: (event, telling) => {
      const { creditKind = 'manual', replaces } = event.facts
      return `${capital(codeWords[creditKind])} credit of ${amount(event, telling)} booked${again(replaces)}${described(event, telling)}${xdr(event)}.`
    },
  },
  late_fee_charged: {
    words: 'late fee of charged for invoice by policy version',
    source: (event, telling) => `late fee for ${invoice(event, telling)}`,
    tell: (event, telling) =>
      `Late fee of ${amount(event, telling)} charged for ${invoice(event, telling)}${xdr(event)}, by policy version ${event.facts.policyVersion}.`,
  },
  late_fee_added: {
    tellsLeft: true,
    words: 'late fee of added to invoice left by policy version',
    source: (event, telling) => `late fee on ${invoice(event, telling)}`,
    tell: (event, telling) =>
      `Late fee of ${amount(event, telling)} added to ${invoice(event, telling)}${xdr(event)}, by policy version ${event.facts.policyVersion}${left(event, telling)}.`,
  },
  invoice_drafted: {
    words: 'draft of an invoice begun',
    source: () => 'draft of an invoice',
    tell: ({ facts }) => `Draft ${facts.id} of an invoice begun.`,
  },
  draft_line_added: {
    words: 'line of for added to draft',
    source: (event, telling) => `line of draft ${telling.nameOf(event.subject)}`,
    tell: (event, telling) =>
      `Line of ${amount(event, telling)} for ${event.facts.service} added to draft ${telling.nameOf(event.subject)}${described(event, telling)}.`,
  },
  invoice_issued: {
    words: 'invoice issued total due in installments with charge charges from before',
    source: (event, telling) => `issue of ${invoice(event, telling)}`,
    tell: (event, telling) => {
      const { dueOn, installments = [] } = event.facts
      const parts = installments.map((one) => `${money(one.amount, telling)} on ${shortDay(one.dueOn)}`)
      const due = dueOn === undefined ? 'without a due date' : `due ${shortDay(dueOn)}`
      const when = parts.length === 0 ? due : `due in installments: ${parts.join(', ')}`
      return `Invoice ${event.facts.id} issued, total ${amount(event, telling)}, ${when}${fromBefore(event.facts)}.`
    },
  },
  invoice_adjusted: {
    tellsLeft: true,
    words: 'invoice adjusted by left reason adjustment',
    source: () => 'invoice adjustment',
    tell: (event, telling) =>
      `Invoice ${telling.nameOf(event.subject)} adjusted by ${amount(event, telling)}${left(event, telling)}.${reason(event, telling)}`,
  },
  invoice_written_off: {
    tellsLeft: true,
    words: 'written off of invoice left reason write-off',
    source: (event, telling) => `write-off of ${invoice(event, telling)}`,
    tell: (event, telling) =>
      `${amount(event, telling)} of ${invoice(event, telling)} written off${xdr(event)}${left(event, telling)}.${reason(event, telling)}`,
  },
  write_off_undone: {
    tellsLeft: true,
    words: 'write-off of invoice undone by left rule',
    source: (event, telling) => `undoing of the write-off of ${invoice(event, telling)}`,
    tell: (event, telling) =>
      `Write-off of ${invoice(event, telling)} undone by ${amount(event, telling)}${xdr(event)}${left(event, telling)}.${rule(event)}`,
  },
  invoice_voided: {
    words: 'invoice voided taken off reason void',
    source: (event, telling) => `void of ${invoice(event, telling)}`,
    tell: (event, telling) =>
      `Invoice ${telling.nameOf(event.subject)} voided, ${amount(event, telling)} taken off${xdr(event)}.${reason(event, telling)}`,
  },
  due_date_changed: {
    words: 'due date of invoice changed to reason',
    source: (event, telling) => `change of the due date of ${invoice(event, telling)}`,
    tell: (event, telling) =>
      `Due date of ${invoice(event, telling)} changed to ${shortDay(event.facts.dueOn ?? 0)}.${reason(event, telling)}`,
  },
}
