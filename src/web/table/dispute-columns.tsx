import { Link } from '@tanstack/react-router'
import { reject, resolve } from '../actions/dispute-actions.ts'
import type { Dials, DisputeRow } from '../client/queries.ts'
import { ActionButton } from '../forms/action-button.tsx'
import { paths } from '../paths.ts'
import { shown } from '../ui/amount.ts'
import type { Column } from '../ui/data-table.tsx'
import { momentOf } from '../ui/time.ts'
import ui from '../ui/ui.module.css'
import { Why } from '../why/why.tsx'
import css from './disputes.module.css'

type Setting = { readonly zone: string; readonly currency: string; readonly dials: Dials }

const subjectOf = (row: DisputeRow): string => `dispute:${row.dispute_id}`

/** The columns of a customer's disputes: what was claimed, agreed and booked, and whether the last two are the same. */
export const disputeColumns = (setting: Setting): readonly Column<DisputeRow>[] => [
  { header: 'Dispute', cell: (row) => row.dispute_id },
  {
    header: 'Status',
    cell: (row) => <Why figure="dispute.status" subject={subjectOf(row)} value={row.status} unit="status" />,
  },
  {
    header: 'Invoice',
    cell: (row) => (
      <Link {...paths.invoice(row.invoice)} className={ui.quiet}>
        {row.invoice}
      </Link>
    ),
  },
  { header: 'Opened', cell: (row) => momentOf(row.opened_at, setting.zone) },
  { header: 'Claimed', right: true, cell: (row) => shown(row.claimed) },
  { header: 'Agreed', right: true, cell: (row) => shown(row.agreed) },
  { header: 'Adjusted', right: true, cell: (row) => shown(row.adjusted) },
  {
    header: 'Difference',
    right: true,
    cell: (row) => <Why figure="dispute.difference" subject={subjectOf(row)} value={row.difference} />,
  },
  {
    header: 'Settle',
    right: true,
    cell: (row) =>
      row.status === 'open' && (
        <span className={css.actions}>
          <ActionButton small action={resolve(row, setting)} />
          <ActionButton small action={reject(row, setting)} />
        </span>
      ),
  },
]
