import type { Circumstances } from '../../src/engine/asked/circumstances.ts'
import type { Command } from '../../src/engine/asked/command.ts'
import type { AllocationWish, Refund } from '../../src/engine/asked/commands/money.ts'
import { takenOf } from '../../src/engine/asked/taken.ts'
import { type Ref, refKey, type SubjectKind } from '../../src/engine/figures/base.ts'
import { takingOf } from '../../src/engine/planning/issuing/charges-taken.ts'
import type { Charge, Customer, Subject } from '../../src/engine/state/customer.ts'
import { isOpen } from '../../src/engine/state/open.ts'
import { cellValue } from '../../src/engine/state/subjects.ts'
import type { Instant } from '../../src/engine/time.ts'
import { type Wanted, wantsNothing } from '../../src/store/subjects/wanted.ts'

/**
 * The part of a customer that an operation needs, as a service with a database loads it: what is open, what the command
 * names, the allocations that it may give back or restore with both their ends, and the charges that it asks for.
 */
export function loadedFor(customer: Customer, command: Command): Customer {
  const wanted = { ...wantsNothing(customer.id), ...wantsOf(command) }
  const released = releasedBy(customer, wanted)
  const lowered = loweredBy(customer, wanted)
  const keys = new Set<string>()
  const keep = (ref: Ref | null): void => void (ref !== null && keys.add(refKey(ref)))
  for (const one of customer.subjects.values()) {
    if (isOpen(one) || isNamed(wanted, one) || lowered.has(one.ref.no, one.ref.kind)) keep(one.ref)
    if (one.ref.kind === 'credit' && lowered.has(one.source?.no, 'invoice')) keep(one.ref)
    if (one.ref.kind === 'credit' && wanted.releasingCredits.includes(one.id)) keep(one.source)
  }
  for (const one of released) for (const ref of [one.ref, one.source, one.target]) keep(ref)
  const subjects = new Map([...customer.subjects].filter(([key]) => keys.has(key)))
  return { ...customer, subjects, charges: chargesFor(customer, wanted) }
}

/** Subjects by their names; a dispute brings its invoice along (`loweredBy`). */
function isNamed(wanted: Wanted, { ref, id }: Subject): boolean {
  switch (ref.kind) {
    case 'invoice':
      return [...wanted.invoices, ...wanted.chargesOf].includes(id) || wanted.invoiceNos.includes(ref.no)
    case 'payment':
      return [...wanted.payments, ...wanted.releasingPayments].includes(id)
    case 'credit':
      return [...wanted.credits, ...wanted.releasingCredits].includes(id)
    case 'dispute':
      return wanted.disputes.includes(id)
    default:
      return false
  }
}

/** The invoices that may give back what stands on them: named as such, or contested by a dispute that is named. */
function loweredBy({ subjects }: Customer, wanted: Wanted) {
  const named = [...subjects.values()].flatMap(({ ref, id, target }) => {
    if (ref.kind === 'invoice' && wanted.releasing.includes(id)) return [ref.no]
    return ref.kind === 'dispute' && wanted.disputes.includes(id) && target !== null ? [target.no] : []
  })
  const has = (no: number | undefined, kind: SubjectKind): boolean =>
    kind === 'invoice' && no !== undefined && named.includes(no)
  return { has }
}

function releasedBy(customer: Customer, wanted: Wanted): Subject[] {
  const lowered = loweredBy(customer, wanted)
  return [...customer.subjects.values()].filter(({ ref, source, target }) => {
    if (ref.kind !== 'allocation' || source === null) return false
    const holds = cellValue(customer, ref, 'allocation.amount') > 0n
    const from = customer.subjects.get(refKey(source))
    if (source.kind === 'payment' && wanted.releasingPayments.includes(from?.id ?? ''))
      return holds || cellValue(customer, ref, 'allocation.charged_back') > 0n
    const ofCredit = source.kind === 'credit' && wanted.releasingCredits.includes(from?.id ?? '')
    const ofLowered = source.kind === 'credit' && lowered.has(from?.source?.no, 'invoice')
    return holds && (ofCredit || ofLowered || lowered.has(target?.no, 'invoice'))
  })
}

function chargesFor(customer: Customer, wanted: Wanted): Map<number, Charge> {
  const ranges = [...customer.subjects.values()].flatMap((one) =>
    one.ref.kind === 'invoice' && wanted.chargesOf.includes(one.id) ? (one.traits.charges ?? []) : [],
  )
  const isWanted = ({ no, xdrId }: Charge): boolean =>
    wanted.charges.includes(xdrId) ||
    ranges.some(([from, to]) => from <= no && no <= to) ||
    (wanted.unbilled && no % 3 === 0)
  return new Map([...customer.charges].filter(([, charge]) => isWanted(charge)))
}

/**
 * What the charges that a command takes come to beside those that were loaded, as the database sums them. A third of them
 * is at hand, as those are that were booked in the same transaction.
 */
export function othersFor(whole: Customer, loaded: Customer, command: Command, at: Instant): Partial<Circumstances> {
  const taking = takingOf(loaded, command, at)
  const elsewhere = [...whole.charges.values()].filter((charge) => !loaded.charges.has(charge.no))
  return taking === null ? {} : { others: takenOf(elsewhere, taking) }
}

/** What a caller named, where he did. */
const known = (id: string | null): string[] => (id === null ? [] : [id])

/** What a command names, as the service says it of a request (`service/asked/commands/wanted-of.ts`). */
function wantsOf(command: Command): Partial<Wanted> {
  switch (command.op) {
    case 'issue_invoice':
    case 'draft_invoice': {
      const { charges, invoice } = command
      return typeof charges === 'string'
        ? { unbilled: true, invoices: known(invoice) }
        : { charges, invoices: known(invoice) }
    }
    case 'issue_draft':
      return { invoices: [command.draft, ...known(command.invoice)], unbilled: true }
    case 'adjust_invoice':
      return { releasing: [command.invoice], disputes: known(command.dispute) }
    case 'void_invoice':
      return { releasing: [command.invoice], chargesOf: command.reissue ? [command.invoice] : [] }
    case 'issue_credit_note':
      return { releasing: known(command.invoice), credits: known(command.creditNote) }
    case 'void_credit_note':
      return { releasingCredits: [command.creditNote] }
    case 'receive_payment':
    case 'authorise_payment':
      return { payments: known(command.paymentId), invoices: chosenIn(command.allocate) }
    case 'settle_payment':
      return { payments: [command.paymentId] }
    case 'fail_payment':
    case 'void_payment':
    case 'charge_back_payment':
    case 'reverse_chargeback':
      return { releasingPayments: [command.paymentId] }
    case 'refund_payment': {
      const released = command.deallocate.length === 0 ? [] : [command.paymentId]
      return { ...refundWants(command), payments: [command.paymentId], releasingPayments: released }
    }
    case 'refund_credit': {
      const released = command.deallocate.length === 0 ? [] : [command.creditId]
      return { ...refundWants(command), credits: [command.creditId], releasingCredits: released }
    }
    case 'refund_customer':
      return refundWants(command)
    case 'allocate_payment':
      return { invoices: [command.invoice], payments: [command.paymentId] }
    case 'deallocate_payment':
      return { releasing: [command.invoice], payments: [command.paymentId] }
    case 'allocate_credit':
      return { invoices: [command.invoice], credits: [command.creditId] }
    case 'deallocate_credit':
      return { releasing: [command.invoice], credits: [command.creditId] }
    case 'open_dispute':
      return { invoices: [command.invoice], disputes: known(command.disputeId) }
    case 'resolve_dispute':
      return { disputes: [command.disputeId] }
    case 'add_note':
      return command.about === null ? {} : { [`${command.about.kind}s`]: [command.about.id] }
    case 'settle_message':
      return command.about.kind === 'invoice' ? { invoiceNos: [command.about.no] } : {}
    default:
      return 'invoice' in command ? { invoices: [command.invoice] } : {}
  }
}

const chosenIn = (wish: AllocationWish): readonly string[] =>
  typeof wish === 'string' ? [] : wish.map((one) => one.invoice)

const refundWants = ({ deallocate, adjust }: Refund): Partial<Wanted> => ({
  releasing: [...deallocate, ...adjust].map((one) => one.invoice),
})
