import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { sentenceOf } from '../client/problem.ts'
import { auditQuery, type Dials } from '../client/queries.ts'
import { paths } from '../paths.ts'
import type { AuditSearch } from '../search.ts'
import { LoadMore } from '../ui/load-more.tsx'
import { Empty, Failed, Loading } from '../ui/states.tsx'
import { count } from '../ui/time.ts'
import ui from '../ui/ui.module.css'
import { auditParameters } from './audit-query.ts'
import { LaterNotice } from './later-notice.tsx'
import { LookedThrough, useGoingOn } from './looked-through.tsx'
import { Timeline } from './timeline.tsx'
import { TrailNotice } from './trail-notice.tsx'

type Props = {
  readonly customer: string
  readonly zone: string
  readonly today: string
  readonly filter: AuditSearch
  readonly dials: Dials
}

/** The records of one invoice, payment or credit at the foot of its page, newest first. */
export const History = ({ customer, zone, today, filter, dials }: Props) => {
  const answer = useInfiniteQuery(auditQuery(customer, auditParameters(filter, today, dials)))
  const going = useGoingOn(answer)
  const pages = answer.data?.pages ?? []
  const lines = pages.flatMap((page) => page.records)
  const counted = `${count(lines.length, 'record')}${answer.hasNextPage ? ' so far' : ''}, newest first, ${zone}`
  return (
    <section aria-labelledby="history">
      <div style={{ display: 'flex', gap: 8, alignItems: 'baseline' }}>
        <h2 id="history">History</h2>
        {answer.isSuccess && <span className={ui.meta}>{counted}</span>}
        <Link {...paths.customer(customer, { ...filter, ...dials })} className={ui.link} style={{ marginLeft: 'auto' }}>
          Open in the audit log
        </Link>
      </div>
      <LaterNotice later={pages[0]?.later ?? null} />
      <TrailNotice limit={pages[0]?.trail_limit ?? null} />
      {answer.isPending && <Loading lines={6} label="Reading the history" />}
      {answer.isError && lines.length === 0 && (
        <Failed sentence={sentenceOf(answer.error)} retry={() => answer.refetch()} />
      )}
      {answer.isSuccess && lines.length === 0 && !answer.hasNextPage && (
        <Empty title="No record speaks of it">There is nothing to tell yet.</Empty>
      )}
      {lines.length > 0 && (
        <>
          <Timeline
            lines={lines}
            layout={{ zone, time: 'effective', flat: true, late: true, customers: false }}
            today={today}
            narrowed
          />
          {answer.hasNextPage && (
            <LoadMore
              shown={`${count(lines.length, 'record')} shown`}
              hasMore
              loading={answer.isFetchingNextPage}
              onMore={() => answer.fetchNextPage()}
            />
          )}
        </>
      )}
      <LookedThrough pages={pages} zone={zone} order="desc" going={going} />
    </section>
  )
}
