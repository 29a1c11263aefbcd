import { IconCircleDashed } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { explainQuery } from '../client/queries.ts'
import { useScope } from '../scope.ts'
import { isZero } from '../ui/amount.ts'
import { momentOf } from '../ui/time.ts'
import css from './absence.module.css'

/** What was expected and did not happen, or what there is instead, above what did: only where something is overdue. */
export const AbsenceNotice = ({ overdue }: { readonly overdue: string }) => {
  const { customer, dials, zone } = useScope()
  const answer = useQuery({
    ...explainQuery(customer, 'customer.overdue', 'customer', dials),
    enabled: !isZero(overdue),
  })
  if (!answer.data || answer.data.absences.length === 0) return null
  const { absences, as_of, complete } = answer.data
  return (
    <div className={css.absence}>
      <IconCircleDashed size={16} stroke={1.6} aria-hidden />
      <strong>{absences.join(' ')}</strong>
      <span>
        Expected, and what there is · checked to {momentOf(as_of, zone)}, record {complete.to_seq}
      </span>
    </div>
  )
}
