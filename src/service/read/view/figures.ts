import { shownFigures } from '../../../contract/answers/figures.ts'
import { identitiesOf } from '../../../engine/booking/identities.ts'
import type { Ref } from '../../../engine/figures/base.ts'
import type { FigureName, FormulaName } from '../../../engine/figures/names.ts'
import type { Customer } from '../../../engine/state/customer.ts'
import { textFromDay } from '../../../engine/time.ts'
import { evaluate, statusAt } from '../../../engine/values/evaluate.ts'
import { readMoneySums } from '../../../store/read/lists/money-sums.ts'
import type { Session } from '../../../store/session/session.ts'
import { amountText, figureText, timeText } from '../records/wire.ts'
import { baseCells, type View } from './view.ts'

const statusFigures = {
  customer: 'customer.status',
  invoice: 'invoice.status',
  payment: 'payment.status',
  credit: 'credit.status',
  dispute: 'dispute.status',
} as const satisfies Record<string, FormulaName>

/** What carries figures and a status of its own. */
export type Carrier = Ref & { readonly kind: keyof typeof shownFigures }

/** The figures of the customer or of a subject on the day of a view. */
export function figuresOf({ customer, today, digits }: Counted, ref: Carrier): Record<string, string | null> {
  const names: readonly string[] = shownFigures[ref.kind]
  return Object.fromEntries(
    names.map((name) => {
      const figure = `${ref.kind}.${name}` as FigureName
      return [name, figureText(figure, evaluate(customer, figure, ref, today), digits)]
    }),
  )
}

/** The status of the customer or of a subject on the day of a view. */
export const statusOf = ({ customer, today }: Counted, ref: Carrier): string =>
  statusAt(customer, statusFigures[ref.kind], ref, today)

/** A state, the day on which it is looked at, and the digits of its currency. */
export type Counted = { readonly customer: Customer; readonly today: number; readonly digits: number }

/** Is it the customer, or a subject that carries figures? */
export const isCarrier = (ref: Ref): ref is Carrier => Object.hasOwn(shownFigures, ref.kind)

/**
 * The identities of a customer, with both sides written out, over all his payments and credits, also where few are loaded.
 * Those over what the books store are told of things as they stand alone: no fold has them, and what is asked with dials
 * is answered the same for ever.
 */
export async function identitiesText(session: Session, { customer, digits, isHead, isNow }: View) {
  const sums = isHead ? await readMoneySums(session, customer.id) : undefined
  const told = isNow ? customer : { ...customer, cells: baseCells(customer.cells) }
  return identitiesOf(told, sums).map(({ words, left, right, holds }) => ({
    words,
    left: amountText(left, digits),
    right: amountText(right, digits),
    holds,
  }))
}

/** What every answer says of its dials, and of the records that it stands on. */
export const dialsText = ({ dials, known, toSeq, today }: View) => ({
  as_of: timeText(dials.effectiveAt),
  known_at: known,
  today: textFromDay(today),
  complete: { from_seq: toSeq === 0 ? 0 : 1, to_seq: toSeq, gaps: [] as { from: number; to: number }[] },
})

/** The customer himself as a carrier of figures. */
export const himself: Carrier = { kind: 'customer', no: 0 }
