import type { CreditAnswer } from '../../contract/answers.ts'
import { canCredit } from '../can.ts'
import { segment } from '../client/http.ts'
import type { Dials } from '../client/queries.ts'
import type { Action, ActionGroup } from '../forms/action.ts'
import { reason } from '../forms/field.ts'
import { allocateTo, refundOf, takeBackFrom } from './give-and-take.ts'

const moneyOf = (of: CreditAnswer) => ({
  title: of.credit_note === null ? `credit ${of.credit_id}` : `credit note ${of.credit_note}`,
  path: `/credits/${segment(of.credit_id)}/`,
  customer: of.customer_id,
  currency: of.currency,
  free: of.figures.remaining ?? '0.00',
  allocations: of.allocations,
})

/** Allocates what remains of a credit to an invoice. */
export const allocateCredit = (of: CreditAnswer, dials: Dials): Action =>
  allocateTo(moneyOf(of), canCredit.allocate(of, dials))

const voidNote = (of: CreditAnswer, number: string, dials: Dials): Action => ({
  name: 'Void',
  title: `Void credit note ${number}`,
  may: canCredit.void(of, dials),
  path: `/credit-notes/${segment(number)}/void`,
  fields: [{ kind: 'check', name: 'deallocate', label: 'Take back what was applied to invoices' }, reason()],
  body: ({ deallocate, ...said }) => ({ ...said, deallocate: deallocate === 'true' }),
})

/** Everything else that can be done with a credit; only a credit note can be voided. */
export const creditActions = (of: CreditAnswer, dials: Dials): readonly ActionGroup[] => {
  const money = moneyOf(of)
  return [
    {
      label: 'Give back',
      actions: [takeBackFrom(money, canCredit.takeBack(of, dials)), refundOf(money, canCredit.refund(of, dials))],
    },
    { label: 'Correct', actions: of.credit_note === null ? [] : [voidNote(of, of.credit_note, dials)] },
  ]
}
