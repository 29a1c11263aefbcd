import { canDispute } from '../can.ts'
import { segment } from '../client/http.ts'
import type { Dials, DisputeRow } from '../client/queries.ts'
import type { Action } from '../forms/action.ts'
import { money, reason } from '../forms/field.ts'
import { shown } from '../ui/amount.ts'

type Setting = { readonly currency: string; readonly dials: Dials }

const pathOf = (row: DisputeRow): string => `/disputes/${segment(row.dispute_id)}/resolve`

/** Settles a dispute by an adjustment. */
export const resolve = (row: DisputeRow, { currency, dials }: Setting): Action => ({
  name: 'Resolve',
  title: `Resolve dispute ${row.dispute_id}`,
  may: canDispute(row.status, dials),
  says: `Invoice ${row.invoice} is lowered. ${shown(row.claimed)} was claimed, ${shown(row.agreed)} agreed, ${shown(row.adjusted)} is booked.`,
  path: pathOf(row),
  fields: [money(currency, 'amount', 'Take off', { hint: 'Empty: what was agreed and is not booked yet' }), reason()],
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
