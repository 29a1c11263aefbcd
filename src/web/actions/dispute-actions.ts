import { canDispute } from '../can.ts'
import { segment } from '../client/http.ts'
import type { Dials, DisputeRow } from '../client/queries.ts'
import type { Action } from '../forms/action.ts'
import { money, reason } from '../forms/field.ts'
import { isNegative, isZero, negate, shown } from '../ui/amount.ts'

type Setting = { readonly currency: string; readonly dials: Dials }

const pathOf = (row: DisputeRow): string => `/disputes/${segment(row.dispute_id)}/resolve`

/** What was agreed and is not booked yet; nothing where as much or more is booked. */
const stillToBook = ({ difference }: DisputeRow): string | undefined =>
  isZero(difference) || isNegative(difference) ? undefined : difference

/** What was agreed, booked by adjustments and credit notes, and is left to book. */
export const promiseWords = (row: DisputeRow): string => {
  const rest = stillToBook(row)
  const left = rest === undefined ? 'nothing is still to book' : `${shown(rest)} is still to book`
  return `${shown(row.agreed)} agreed, ${shown(negate(row.adjusted))} booked, ${left}`
}

/** Settles a dispute by an adjustment. */
export const resolve = (row: DisputeRow, { currency, dials }: Setting): Action => ({
  name: 'Resolve',
  title: `Resolve dispute ${row.dispute_id}`,
  may: canDispute(row.status, dials),
  says: `Of ${shown(row.claimed)} claimed: ${promiseWords(row)}. Invoice ${row.invoice} is lowered by what is taken off here.`,
  path: pathOf(row),
  fields: [
    money(currency, 'amount', 'Take off', {
      value: stillToBook(row) ?? '',
      hint: stillToBook(row) === undefined ? 'Empty: nothing more' : 'What is still to book',
    }),
    reason(),
  ],
  body: (said) => ({ ...said, outcome: 'adjusted' }),
})

/** Rejects a dispute: the invoice stays as it is and is collected again. */
export const reject = (row: DisputeRow, { dials }: Setting): Action => ({
  name: 'Reject',
  title: `Reject dispute ${row.dispute_id}`,
  may: canDispute(row.status, dials),
  says: `Invoice ${row.invoice} stays as it is, and is collected again.`,
  path: pathOf(row),
  fields: [reason()],
  body: (said) => ({ ...said, outcome: 'rejected' }),
})
