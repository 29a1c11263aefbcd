import { useInfiniteQuery } from '@tanstack/react-query'
import type { CustomerAnswer } from '../../contract/answers.ts'
import { addNote } from '../actions/customer-actions.ts'
import { type Dials, disputesQuery, notesQuery } from '../client/queries.ts'
import { ActionButton } from '../forms/action-button.tsx'
import { disputeColumns } from '../table/dispute-columns.tsx'
import { noteColumns } from '../table/list-columns.tsx'
import { ListPanel } from '../table/list-panel.tsx'
import css from './pages.module.css'

type Props = { readonly answer: CustomerAnswer; readonly dials: Dials }

const bySeq = (row: { readonly seq: number }): string => String(row.seq)

/** The disputes, only where there are some; a dispute is opened on its invoice. */
const Disputes = ({ answer, dials }: Props) => {
  const query = disputesQuery(answer.customer_id, dials)
  const some = (useInfiniteQuery(query).data?.pages[0]?.items.length ?? 0) > 0
  if (!some) return null
  return (
    <ListPanel
      query={query}
      caption="Disputes"
      noun="dispute"
      columns={disputeColumns({ zone: answer.time_zone, currency: answer.currency, dials })}
      rowKey={bySeq}
      empty="A dispute is opened on its invoice."
    />
  )
}

/** What was said and agreed: disputes with what became of them, and notes. */
export const DisputesAndNotes = ({ answer, dials }: Props) => (
  <div className={css.stack}>
    <div className={css.panelHead}>
      <ActionButton action={addNote(answer.customer_id, { currency: answer.currency, dials })} />
    </div>
    <Disputes answer={answer} dials={dials} />
    <ListPanel
      query={notesQuery(answer.customer_id, dials)}
      caption="Notes and disputes"
      noun="note"
      columns={noteColumns(answer.customer_id, answer.time_zone)}
      rowKey={bySeq}
      empty="Write down what was said or agreed; it becomes part of the trail."
    />
  </div>
)
