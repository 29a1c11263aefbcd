import { Tabs } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { CustomerAnswer } from '../../contract/answers.ts'
import {
  creditNotesQuery,
  type Dials,
  invoicesQuery,
  messagesQuery,
  paymentsQuery,
  scheduledQuery,
  xdrsQuery,
} from '../client/queries.ts'
import type { CustomerSearch, Tab } from '../search.ts'
import { tabs } from '../search.ts'
import { AbsenceNotice } from '../table/absence-notice.tsx'
import { AuditLog } from '../table/audit-log.tsx'
import { isNarrowed } from '../table/audit-query.ts'
import {
  creditNoteColumns,
  invoiceColumns,
  messageColumns,
  paymentColumns,
  xdrColumns,
} from '../table/list-columns.tsx'
import { ListPanel } from '../table/list-panel.tsx'
import { DisputesAndNotes } from './customer-disputes.tsx'
import { Scheduled } from './customer-scheduled.tsx'
import css from './pages.module.css'

type Props = {
  readonly answer: CustomerAnswer
  readonly search: CustomerSearch
  readonly dials: Dials
  readonly onChange: (patch: Partial<CustomerSearch>) => void
}

const titles: Readonly<Record<Tab, string>> = {
  audit: 'Audit log',
  invoices: 'Invoices',
  payments: 'Payments',
  credits: 'Credit notes',
  xdrs: 'xDRs',
  notes: 'Notes & disputes',
  messages: 'Messages',
  scheduled: 'Scheduled',
}

const Audit = ({ answer, search, dials, onChange }: Props) => (
  <>
    {!isNarrowed(search) && <AbsenceNotice overdue={answer.figures.overdue ?? '0'} />}
    <AuditLog
      customer={answer.customer_id}
      today={answer.today}
      zone={answer.time_zone}
      search={search}
      dials={dials}
      onSearch={onChange}
    />
  </>
)

const bySeq = (row: { readonly seq: number }): string => String(row.seq)

const panels: Readonly<Record<Tab, (props: Props) => ReactNode>> = {
  audit: (props) => <Audit {...props} />,
  invoices: ({ answer, dials }) => (
    <ListPanel
      query={invoicesQuery(answer.customer_id, dials)}
      caption="Invoices"
      noun="invoice"
      columns={invoiceColumns}
      rowKey={bySeq}
      empty="Invoices appear here when they are issued."
    />
  ),
  payments: ({ answer, dials }) => (
    <ListPanel
      query={paymentsQuery(answer.customer_id, dials)}
      caption="Payments"
      noun="payment"
      columns={paymentColumns(answer.time_zone)}
      rowKey={bySeq}
      empty="Payments appear here when they are received."
    />
  ),
  credits: ({ answer, dials }) => (
    <ListPanel
      query={creditNotesQuery(answer.customer_id, dials)}
      caption="Credit notes"
      noun="credit note"
      columns={creditNoteColumns(answer.time_zone)}
      rowKey={bySeq}
      empty="Credit notes appear here when they are issued."
    />
  ),
  xdrs: ({ answer, dials }) => (
    <ListPanel
      query={xdrsQuery(answer.customer_id, dials)}
      caption="xDRs"
      noun="xDR"
      columns={xdrColumns(answer.customer_id, answer.time_zone)}
      rowKey={(row) => `${row.seq} ${row.xdr_id}`}
      empty="Every charge, payment and adjustment has an xDR; there is none so far."
    />
  ),
  notes: ({ answer, dials }) => <DisputesAndNotes answer={answer} dials={dials} />,
  scheduled: ({ answer, dials }) => <Scheduled answer={answer} dials={dials} />,
  messages: ({ answer, dials }) => (
    <ListPanel
      query={messagesQuery(answer.customer_id, dials)}
      caption="Messages"
      noun="message"
      columns={messageColumns(answer.customer_id, answer.time_zone, dials)}
      rowKey={bySeq}
      empty="Messages to the customer appear here, those that were withheld too."
    />
  ),
}

/** A tab that is there only while it has something to show, or is looked at. */
const useShownTabs = ({ answer, dials, search }: Props): readonly Tab[] => {
  const waiting = useInfiniteQuery(scheduledQuery(answer.customer_id, dials)).data?.pages[0]?.items.length ?? 0
  return tabs.filter((name) => name !== 'scheduled' || waiting > 0 || search.tab === 'scheduled')
}

/** The parts of a customer page. */
export const CustomerTabs = (props: Props) => {
  const tab = props.search.tab ?? 'audit'
  const shown = useShownTabs(props)
  const choose = (to: string | null) => props.onChange({ tab: tabs.find((one) => one === to && one !== 'audit') })
  return (
    <Tabs
      value={tab}
      onChange={choose}
      classNames={{ root: css.tabs, list: css.tabList, tab: css.tab }}
      keepMounted={false}
    >
      <Tabs.List className="no-print">
        {shown.map((name) => (
          <Tabs.Tab key={name} value={name}>
            {titles[name]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {shown.map((name) => (
        <Tabs.Panel key={name} value={name} className={name === 'audit' || name === 'notes' ? undefined : css.panel}>
          {panels[name](props)}
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}
