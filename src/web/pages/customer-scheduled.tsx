import { useQuery } from '@tanstack/react-query'
import type { CustomerAnswer } from '../../contract/answers.ts'
import { sentenceOf } from '../client/problem.ts'
import { type Dials, scheduledQuery } from '../client/queries.ts'
import { scheduledColumns } from '../table/scheduled-columns.tsx'
import { DataTable } from '../ui/data-table.tsx'
import { Empty, Failed, Loading } from '../ui/states.tsx'
import ui from '../ui/ui.module.css'

/** The operations that wait for their day. */
export const Scheduled = ({ answer, dials }: { readonly answer: CustomerAnswer; readonly dials: Dials }) => {
  const waiting = useQuery(scheduledQuery(answer.customer_id))
  const rows = waiting.data?.items ?? []
  return (
    <div className={ui.card}>
      {waiting.isPending && <Loading lines={4} label="Reading what is scheduled" />}
      {waiting.isError && <Failed sentence={sentenceOf(waiting.error)} retry={() => waiting.refetch()} />}
      {waiting.isSuccess && rows.length === 0 && (
        <Empty title="Nothing is scheduled">An operation with a later day waits here for it.</Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          caption="Scheduled"
          columns={scheduledColumns({ customer: answer.customer_id, dials })}
          rows={rows}
          rowKey={(row) => row.scheduled}
        />
      )}
    </div>
  )
}
