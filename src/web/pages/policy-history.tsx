import { useInfiniteQuery } from '@tanstack/react-query'
import type { AuditLine } from '../../contract/answers.ts'
import { sentenceOf } from '../client/problem.ts'
import { auditQuery } from '../client/queries.ts'
import { Card } from '../ui/card.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { LoadMore } from '../ui/load-more.tsx'
import { Failed, Loading } from '../ui/states.tsx'
import { count, momentOf } from '../ui/time.ts'
import ui from '../ui/ui.module.css'
import css from './pages.module.css'

const columns = (zone: string): readonly Column<AuditLine>[] => [
  { header: 'When', width: 150, cell: (line) => momentOf(line.recorded_at, zone) },
  { header: 'What happened', cell: (line) => line.sentence },
  { header: 'By, channel', cell: (line) => `${line.actor} · ${line.channel}` },
  { header: 'Record', right: true, cell: (line) => `#${line.seq}` },
]

type Props = {
  readonly zone: string
  /** `class consumer`, `customer 10042`: only their versions; left out, all. */
  readonly scopes?: readonly string[]
}

/** "Policy version 3 set for class consumer.", and its reason. */
const isAbout = ({ sentence }: AuditLine, scope: string): boolean => {
  const [, about] = sentence.split(/^Policy version \d+ set for /)
  return about === `${scope}.` || about?.startsWith(`${scope}. Reason: `) === true
}

/** Who set which version of the terms, and when; newest first. */
export const PolicyHistory = ({ zone, scopes }: Props) => {
  const answer = useInfiniteQuery(auditQuery(undefined, { type: 'policy_set' }))
  const all = answer.data?.pages.flatMap((page) => page.records) ?? []
  const lines = all.filter((line) => scopes?.some((scope) => isAbout(line, scope)) ?? true)
  return (
    <div className={css.history}>
      <Card title="Versions" beside={`newest first, ${zone}`}>
        {answer.isPending && <Loading lines={3} label="Reading the versions" />}
        {answer.isError && <Failed sentence={sentenceOf(answer.error)} retry={() => answer.refetch()} />}
        {answer.isSuccess && lines.length === 0 && (
          <p className={`${ui.meta} ${css.nothing}`}>No version was set yet.</p>
        )}
        {lines.length > 0 && (
          <DataTable caption="Versions" columns={columns(zone)} rows={lines} rowKey={(line) => `${line.seq}`} />
        )}
        {answer.hasNextPage && (
          <LoadMore
            shown={count(lines.length, 'version')}
            hasMore
            loading={answer.isFetchingNextPage}
            onMore={() => answer.fetchNextPage()}
          />
        )}
      </Card>
    </div>
  )
}
