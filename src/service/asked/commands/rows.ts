import type { CommandName } from '../../../contract/operations.ts'
import type { WireRequest } from '../request.ts'
import { allocations } from './allocations.ts'
import { charges } from './charges.ts'
import { customers } from './customers.ts'
import { disputes } from './disputes.ts'
import { invoices } from './invoices.ts'
import { issuing } from './issuing.ts'
import { payments } from './payments.ts'
import { refunds } from './refunds.ts'
import type { OperationRow, Rows } from './row.ts'

/** One row an operation, a file a noun; what goes over all operations is a loop over these. */
const rows: Rows = {
  ...customers,
  ...charges,
  ...issuing,
  ...invoices,
  ...payments,
  ...refunds,
  ...allocations,
  ...disputes,
}

/** The row of an operation, as one that takes its body. */
export const rowOf = ({ op }: Pick<WireRequest, 'op'>): OperationRow<CommandName> =>
  rows[op] as OperationRow<CommandName>
