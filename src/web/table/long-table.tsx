import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { LoadMore } from '../ui/load-more.tsx'
import { count } from '../ui/time.ts'

type Props<Row> = {
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  readonly noun: string
  readonly more: { readonly has: boolean; readonly loading: boolean; readonly load: () => void }
}

const rowHeight = 33

/** A list of any length: only the rows in sight are drawn, and the next page is read on demand. */
export const LongTable = <Row,>({ caption, columns, rows, rowKey, noun, more }: Props<Row>) => {
  const frame = useRef<HTMLDivElement>(null)
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => rowHeight,
    overscan: 30,
    scrollMargin: frame.current?.offsetTop ?? 0,
  })
  const drawn = virtual.getVirtualItems()
  const [first, last] = [drawn[0], drawn.at(-1)]
  const start = virtual.options.scrollMargin
  const space = {
    above: (first?.start ?? start) - start,
    below: last ? virtual.getTotalSize() - (last.end - start) : 0,
  }
  return (
    <div ref={frame}>
      <DataTable
        caption={caption}
        columns={columns}
        rows={drawn.flatMap((item) => rows.slice(item.index, item.index + 1))}
        rowKey={rowKey}
        space={space}
      />
      <LoadMore
        shown={more.has ? `${count(rows.length, noun)} so far` : `That is all: ${count(rows.length, noun)}`}
        hasMore={more.has}
        loading={more.loading}
        onMore={more.load}
      />
    </div>
  )
}
