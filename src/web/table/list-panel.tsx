import type { InfiniteData, QueryKey, UseInfiniteQueryOptions } from '@tanstack/react-query'
import { useInfiniteQuery } from '@tanstack/react-query'
import { sentenceOf } from '../client/problem.ts'
import type { Column } from '../ui/data-table.tsx'
import { Empty, Failed, Loading } from '../ui/states.tsx'
import ui from '../ui/ui.module.css'
import { LongTable } from './long-table.tsx'

type Page<Row> = { items: Row[]; next: string | null }

type Props<Row, Key extends QueryKey> = {
  readonly query: UseInfiniteQueryOptions<Page<Row>, Error, InfiniteData<Page<Row>>, Key, string | undefined>
  readonly caption: string
  readonly noun: string
  readonly columns: readonly Column<Row>[]
  readonly rowKey: (row: Row) => string
  /** What to say, and what to do, when there is nothing. */
  readonly empty: string
  readonly title?: string
}

/** A list of one customer, read a page at a time, with its three states. */
export const ListPanel = <Row, Key extends QueryKey>({
  query,
  caption,
  noun,
  columns,
  rowKey,
  empty,
  title = `No ${noun} yet`,
}: Props<Row, Key>) => {
  const answer = useInfiniteQuery(query)
  const rows = answer.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <div className={ui.card}>
      {answer.isPending && <Loading lines={6} />}
      {answer.isError && rows.length === 0 && (
        <Failed sentence={sentenceOf(answer.error)} retry={() => answer.refetch()} />
      )}
      {answer.isSuccess && rows.length === 0 && <Empty title={title}>{empty}</Empty>}
      {rows.length > 0 && (
        <LongTable
          caption={caption}
          columns={columns}
          rows={rows}
          rowKey={rowKey}
          noun={noun}
          more={{ has: answer.hasNextPage, loading: answer.isFetchingNextPage, load: () => answer.fetchNextPage() }}
        />
      )}
    </div>
  )
}
