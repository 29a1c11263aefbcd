import type { ReactNode } from 'react'
import type { AuditLine } from '../../contract/answers.ts'
import { clockOf, momentOf } from '../ui/time.ts'
import css from './audit.module.css'
import {
  ActorCell,
  AfterCell,
  CauseCell,
  ChangeCell,
  CustomerCell,
  KindCell,
  lateness,
  SentenceCell,
} from './cells.tsx'
import { type TimeKind, timeOf } from './chains.ts'

/** How the records are laid out: under the headers of days and chains, or each with all it needs. */
export type Layout = {
  /** Whether every row says how late it was entered; else the card above it does. */
  readonly late: boolean
  readonly zone: string
  readonly time: TimeKind
  readonly flat: boolean
  readonly customers: boolean
}

export type AuditColumn = {
  readonly header: string
  readonly width: number | undefined
  readonly right?: boolean
  readonly className: string | undefined
  readonly cell: (line: AuditLine) => ReactNode
}

const whenCell = (layout: Layout) => (line: AuditLine) => {
  const at = timeOf(line, layout.time)
  return <time dateTime={at}>{layout.flat ? momentOf(at, layout.zone) : clockOf(at, layout.zone)}</time>
}

/** The sentence; where no card above says it, with how late it was entered. */
const toldCell = (layout: Layout) => (line: AuditLine) => {
  const late = layout.late ? lateness(line, layout.zone) : ''
  return (
    <>
      <SentenceCell line={line} />
      {late !== '' && ' '}
      {late !== '' && <small className={css.late}>{late}</small>}
    </>
  )
}

/** The columns of an audit log, in order. */
export const auditColumns = (layout: Layout): readonly AuditColumn[] => [
  { header: layout.flat ? 'When' : 'Time', width: layout.flat ? 144 : 68, className: css.when, cell: whenCell(layout) },
  ...(layout.customers
    ? [{ header: 'Customer', width: 132, className: css.who, cell: (line: AuditLine) => <CustomerCell line={line} /> }]
    : []),
  { header: 'Kind', width: 86, className: css.soft, cell: (line) => <KindCell line={line} /> },
  { header: 'What happened', width: undefined, className: css.sentence, cell: toldCell(layout) },
  { header: 'Change', width: 92, right: true, className: css.number, cell: (line) => <ChangeCell line={line} /> },
  { header: 'After', width: 150, right: true, className: css.after, cell: (line) => <AfterCell line={line} /> },
  { header: 'By, channel', width: 150, className: css.by, cell: (line) => <ActorCell line={line} /> },
  { header: 'Cause, effects', width: 108, className: css.cause, cell: (line) => <CauseCell line={line} /> },
]
