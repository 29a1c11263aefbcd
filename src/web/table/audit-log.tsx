import { Button } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { AuditLine, AuditPage } from '../../contract/answers.ts'
import { sentenceOf } from '../client/problem.ts'
import { auditCountsQuery, auditQuery, type Dials } from '../client/queries.ts'
import type { AuditSearch } from '../search.ts'
import { LoadMore } from '../ui/load-more.tsx'
import { windowOf } from '../ui/period.ts'
import { Empty, Failed, Loading } from '../ui/states.tsx'
import { count, momentOf } from '../ui/time.ts'
import { auditParameters, isNarrowed, widened } from './audit-query.ts'
import { chainsOf } from './chains.ts'
import { FilterBar } from './filter-bar.tsx'
import { LaterNotice } from './later-notice.tsx'
import { LookedThrough, useGoingOn } from './looked-through.tsx'
import { Timeline } from './timeline.tsx'
import { TrailNotice } from './trail-notice.tsx'

type Props = {
  /** Whose log; that of all customers where none is named. */
  readonly customer?: string
  readonly today: string
  readonly zone: string
  readonly search: AuditSearch
  /** The dials of the page: the log ends there. */
  readonly dials?: Dials
  readonly onSearch: (patch: Partial<AuditSearch>) => void
}

const windowWords = (page: AuditPage | undefined, zone: string): string => {
  if (page === undefined) return zone
  const { from, to, time_zone: named } = page.window
  if (from === null && to === null) return `all time, ${named}`
  if (from === null) return `until ${momentOf(to ?? '', named)}, ${named}`
  if (to === null) return `since ${momentOf(from, named)}, ${named}`
  return `${momentOf(from, named)} to ${momentOf(to, named)}, ${named}`
}

const countWords = (lines: readonly AuditLine[], more: boolean, flat: boolean): string => {
  const records = `${count(lines.length, 'record')}${more ? ' so far' : ''}`
  return flat ? records : `${records} in ${count(chainsOf(lines).length, 'chain')}`
}

const Nothing = ({ search, onSearch, today, customer }: Props) => {
  if (isNarrowed(search))
    return (
      <Empty
        title="No record matches the filters"
        actions={
          <Button variant="default" onClick={() => onSearch(widened(search))}>
            Take the filters away
          </Button>
        }
      >
        {windowOf(search.period, today).words}: there may be records that the filters hide.
      </Empty>
    )
  if (search.period !== undefined)
    return (
      <Empty
        title="Nothing happened in this window"
        actions={
          <Button variant="default" onClick={() => onSearch({ period: undefined })}>
            Show all time
          </Button>
        }
      >
        {windowOf(search.period, today).words} has no record. Choose another period, or look at all time.
      </Empty>
    )
  return (
    <Empty title="There is no record yet">
      {customer === undefined
        ? 'Records appear here with the first operation on a customer.'
        : 'Records appear here with the first operation on this customer.'}
    </Empty>
  )
}

/** An audit log: its filters, its records, and what is said when there are none. */
export const AuditLog = (props: Props) => {
  const { customer, today, zone, search, dials = {}, onSearch } = props
  const asked = auditParameters(search, today, dials)
  const answer = useInfiniteQuery(auditQuery(customer, asked))
  const going = useGoingOn(answer)
  const counts = useQuery(auditCountsQuery(customer, asked)).data?.counts
  const pages = answer.data?.pages ?? []
  const lines = pages.flatMap((page) => page.records)
  const named = pages[0]?.window.time_zone ?? zone
  const flat = customer === undefined || search.view === 'flat'
  const layout = {
    zone: named,
    time: search.time ?? 'effective',
    flat,
    late: flat,
    customers: customer === undefined,
  } as const
  const stated = answer.isSuccess
    ? `${countWords(lines, answer.hasNextPage, flat)} · ${windowWords(pages[0], zone)}`
    : windowWords(undefined, zone)
  return (
    <>
      <FilterBar
        search={search}
        today={today}
        counts={counts}
        stated={stated}
        chains={customer !== undefined}
        onChange={onSearch}
      />
      <LaterNotice later={pages[0]?.later ?? null} />
      <TrailNotice limit={pages[0]?.trail_limit ?? null} />
      {answer.isPending && <Loading lines={10} label="Reading the records" />}
      {answer.isError && lines.length === 0 && (
        <Failed sentence={sentenceOf(answer.error)} retry={() => answer.refetch()} />
      )}
      {answer.isSuccess && lines.length === 0 && !answer.hasNextPage && <Nothing {...props} />}
      {lines.length > 0 && (
        <>
          <Timeline lines={lines} layout={layout} today={today} narrowed={isNarrowed(search)} />
          <LoadMore
            shown={
              answer.hasNextPage
                ? `${count(lines.length, 'record')} shown`
                : `That is all: ${count(lines.length, 'record')}`
            }
            hasMore={answer.hasNextPage}
            loading={answer.isFetchingNextPage}
            onMore={() => answer.fetchNextPage()}
          />
        </>
      )}
      <LookedThrough pages={pages} zone={named} order={search.order ?? 'desc'} going={going} />
    </>
  )
}
