import { type Ref, theCustomer } from '../../../engine/figures/base.ts'
import type { Stage } from '../../../engine/figures/collection-stages.ts'
import type { FigureName } from '../../../engine/figures/names.ts'
import type { MessageKind } from '../../../engine/policy/policy.ts'
import type { Customer } from '../../../engine/state/customer.ts'
import type { Day } from '../../../engine/time.ts'
import { isLifted, isTerminated, stageOn } from '../../../engine/values/dunning.ts'
import { evaluate, statusAt } from '../../../engine/values/evaluate.ts'
import { dueDays } from '../../../engine/values/installments.ts'
import { isAnnounced } from '../../../engine/values/stages.ts'

/** What a message stated: numbers of what it is about, amounts in micros. */
export type StatedFigures = {
  readonly invoice: number | null
  readonly payment: number | null
  readonly stated: bigint | null
  readonly statedDueOn: Day | null
  readonly statedOn: Day | null
  readonly statedSum: bigint | null
}

/**
 * Is what a message stated still so on a day? An overdue notice: the invoice is overdue, with as much outstanding; other
 * letters about an invoice: as much is outstanding; both by the due date that they name. A receipt: the whole payment
 * still counts. About the customer: as much is collectible, and the stage comes, or holds, from the day that is named; or
 * balance and limit are what they were. The state needs all open subjects, and the named ones.
 */
export function isStillSo(customer: Customer, template: MessageKind, one: StatedFigures, today: Day): boolean {
  const { stated, statedSum } = one
  const of = (figure: FigureName, ref: Ref): bigint => evaluate(customer, figure, ref, today) ?? 0n
  const invoice: Ref = { kind: 'invoice', no: one.invoice ?? 0 }
  const isOwedSo = (): boolean => of('invoice.outstanding', invoice) === stated && isDueSo(customer, invoice, one)
  switch (template) {
    case 'overdue_notice':
      return statusAt(customer, 'invoice.status', invoice, today) === 'overdue' && isOwedSo()
    case 'reminder':
    case 'invoice_copy':
    case 'invoice_notice':
      return isOwedSo()
    case 'payment_receipt':
      return countedOf(of, { kind: 'payment', no: one.payment ?? 0 }) === stated
    case 'limitation_warning':
    case 'limitation_notice':
    case 'suspension_warning':
    case 'suspension_notice':
    case 'termination_warning':
    case 'termination_notice':
      return of('customer.collectible_overdue', theCustomer) === statedSum && isStagedSo(customer, template, one, today)
    case 'credit_limit_warning':
      return of('customer.balance', theCustomer) === stated && of('customer.credit_limit', theCustomer) === statedSum
  }
}

/** Is the due date that was named one of the invoice still? */
const isDueSo = (customer: Customer, invoice: Ref, { statedDueOn }: StatedFigures): boolean =>
  statedDueOn === null || dueDays(customer, invoice).includes(statedDueOn)

type StageLetter = `${Stage}_${'warning' | 'notice'}`

/** Does a stage still come on the day that a warning named, or hold since the day that a notice named? */
function isStagedSo(customer: Customer, template: StageLetter, { statedOn }: StatedFigures, today: Day): boolean {
  const [stage, kind] = template.split('_') as [Stage, 'warning' | 'notice']
  // a termination stays, whatever is lifted
  const isOver = stage === 'termination' && isTerminated(customer)
  if (kind === 'notice' && stage === 'termination') return isOver
  // by rules 2 stages go by a count of days, of which the letter says nothing
  if (statedOn === null || !isAnnounced(customer)) return true
  const comesOn = stageOn(customer, stage, today)
  if (!isOver && isLifted(customer, Math.max(statedOn, today))) return false
  return kind === 'warning' ? comesOn === statedOn : comesOn !== null && comesOn <= statedOn
}

/** What of a payment still counts as received. */
const countedOf = (of: (figure: FigureName, ref: Ref) => bigint, ref: Ref): bigint =>
  of('payment.amount', ref) - of('payment.charged_back', ref) - of('payment.voided', ref)
