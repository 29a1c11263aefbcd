import type { CustomerAnswer } from '../../contract/answers.ts'
import { type Dials, scheduledQuery } from '../client/queries.ts'
import { ListPanel } from '../table/list-panel.tsx'
import { scheduledColumns } from '../table/scheduled-columns.tsx'

/** The operations that wait for their day. */
export const Scheduled = ({ answer, dials }: { readonly answer: CustomerAnswer; readonly dials: Dials }) => (
  <ListPanel
    query={scheduledQuery(answer.customer_id, dials)}
    caption="Scheduled"
    noun="scheduled operation"
    columns={scheduledColumns({ customer: answer.customer_id, dials })}
    rowKey={(row) => row.scheduled}
    title="Nothing is scheduled"
    empty="An operation with a later day waits here for it."
  />
)
