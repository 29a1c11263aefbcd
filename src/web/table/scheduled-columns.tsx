import { cancelScheduled } from '../actions/customer-actions.ts'
import type { Dials, ScheduledRow } from '../client/queries.ts'
import { ActionButton } from '../forms/action-button.tsx'
import { isAmount, shown } from '../ui/amount.ts'
import type { Column } from '../ui/data-table.tsx'
import { plainWords } from '../ui/status.ts'
import { plainDay } from '../ui/time.ts'
import { RecordLink } from '../why/record-link.tsx'

type Setting = { readonly customer: string; readonly dials: Dials }

const hidden: readonly string[] = ['effective_at', 'reference']

const words = (value: unknown): string => {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value)
  return isAmount(text) ? shown(text) : text
}

/** The members that were given, as words; as of then they are not kept. */
const membersOf = (row: ScheduledRow): string =>
  Object.entries(row.body ?? {})
    .filter(([name, value]) => value !== null && !hidden.includes(name))
    .map(([name, value]) => `${plainWords(name)} ${words(value)}`)
    .join(', ')

/** The columns of the operations that wait for their day. */
export const scheduledColumns = ({ customer, dials }: Setting): readonly Column<ScheduledRow>[] => [
  { header: 'Day', width: 110, cell: (row) => plainDay(row.due_on) },
  { header: 'Operation', cell: (row) => plainWords(row.op) },
  { header: 'With', cell: membersOf },
  { header: 'Reference', cell: (row) => row.reference ?? '' },
  { header: 'By', cell: (row) => row.actor },
  { header: 'Record', right: true, cell: (row) => <RecordLink customer={customer} seq={row.seq} root={row.seq} /> },
  {
    header: 'Cancel',
    right: true,
    cell: (row) => <ActionButton small action={cancelScheduled(customer, row, dials)} />,
  },
]
