import type { ReactNode } from 'react'
import css from './data-table.module.css'

/** One column of a list: defined once, used for header, cell and the label that a cell has on a narrow screen. */
export type Column<Row> = {
  readonly header: string
  readonly cell: (row: Row) => ReactNode
  readonly right?: boolean
  readonly width?: number | string
}

type Props<Row> = {
  /** What the table holds, for those who cannot see it. */
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  /** Empty space above and below the rows, in pixels, where only a part of them is drawn. */
  readonly space?: { readonly above: number; readonly below: number }
}

const Space = ({ height, columns }: { readonly height: number; readonly columns: number }) =>
  height > 0 && (
    <tr className={css.pad} aria-hidden>
      <td colSpan={columns} style={{ height }} />
    </tr>
  )

/** A list as a table whose rows can be walked with j and k; on a narrow screen every row is a card. */
export const DataTable = <Row,>({ caption, columns, rows, rowKey, space }: Props<Row>) => (
  <table className={css.table}>
    <caption className="visually-hidden">{caption}</caption>
    <thead>
      <tr>
        {columns.map((column) => (
          <th
            key={column.header}
            scope="col"
            className={column.right ? css.right : undefined}
            style={{ width: column.width }}
          >
            {column.header}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      <Space height={space?.above ?? 0} columns={columns.length} />
      {rows.map((row) => (
        <tr key={rowKey(row)} className={css.row} data-row tabIndex={-1}>
          {columns.map((column) => (
            <td key={column.header} data-label={column.header} className={column.right ? css.right : undefined}>
              {column.cell(row)}
            </td>
          ))}
        </tr>
      ))}
      <Space height={space?.below ?? 0} columns={columns.length} />
    </tbody>
  </table>
)
