import type { AuditLine } from '../../contract/answers.ts'
import { recordMark } from '../why/focus-record.ts'
import css from './audit.module.css'
import { type AuditColumn, auditColumns, type Layout } from './columns.tsx'

const Columns = ({ columns }: { readonly columns: readonly AuditColumn[] }) => (
  <colgroup>
    {columns.map((column) => (
      <col key={column.header} style={{ width: column.width }} />
    ))}
  </colgroup>
)

const Heads = ({ columns }: { readonly columns: readonly AuditColumn[] }) => (
  <tr>
    {columns.map((column) => (
      <th key={column.header} scope="col" className={column.right ? css.right : undefined}>
        {column.header}
      </th>
    ))}
  </tr>
)

/** The names of the columns once, above all cards; every table repeats them for those who cannot see. */
export const ColumnHeads = ({ layout }: { readonly layout: Layout }) => {
  const columns = auditColumns(layout)
  return (
    <table className={`${css.table} ${css.heads}`} aria-hidden>
      <Columns columns={columns} />
      <tbody>
        <Heads columns={columns} />
      </tbody>
    </table>
  )
}

const Row = ({
  line,
  columns,
  tabIndex,
}: {
  readonly line: AuditLine
  readonly columns: readonly AuditColumn[]
  readonly tabIndex: number
}) => (
  <tr
    className={css.row}
    data-row
    data-record={line.line === 0 ? recordMark(line.customer_id, line.seq) : undefined}
    id={line.line === 0 ? undefined : `line-${line.customer_id}-${line.seq}-${line.line}`}
    tabIndex={tabIndex}
  >
    {columns.map((column) => (
      <td
        key={column.header}
        data-label={column.header}
        className={`${column.className} ${column.right ? css.right : ''}`}
      >
        {column.cell(line)}
      </td>
    ))}
  </tr>
)

type Props = {
  readonly caption: string
  readonly lines: readonly AuditLine[]
  readonly layout: Layout
  /** Whether the first row can be reached with the tab key; the others are walked with j and k. */
  readonly reachable: boolean
}

/** Records as rows of a table. */
export const AuditRows = ({ caption, lines, layout, reachable }: Props) => {
  const columns = auditColumns(layout)
  return (
    <table className={css.table}>
      <caption className="visually-hidden">{caption}</caption>
      <Columns columns={columns} />
      <thead className="visually-hidden">
        <Heads columns={columns} />
      </thead>
      <tbody>
        {lines.map((line, n) => (
          <Row
            key={`${line.customer_id}:${line.seq}.${line.line}`}
            line={line}
            columns={columns}
            tabIndex={reachable && n === 0 ? 0 : -1}
          />
        ))}
      </tbody>
    </table>
  )
}
