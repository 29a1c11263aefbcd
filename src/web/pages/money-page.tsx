import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { PaymentAnswer } from '../../contract/answers.ts'
import { customerQuery, type Dials } from '../client/queries.ts'
import { paths } from '../paths.ts'
import { ScopeProvider, useScope } from '../scope.ts'
import type { AuditSearch } from '../search.ts'
import { History } from '../table/history.tsx'
import { shown } from '../ui/amount.ts'
import { Card } from '../ui/card.tsx'
import { DialsMenu } from '../ui/dials-menu.tsx'
import { FigureStrip } from '../ui/figure-strip.tsx'
import { figureName } from '../ui/figures.ts'
import { Dotted, PageHead } from '../ui/page-head.tsx'
import { PastNotice } from '../ui/past-notice.tsx'
import { Loading } from '../ui/states.tsx'
import { dayOf, momentOf } from '../ui/time.ts'
import ui from '../ui/ui.module.css'
import { RecordLink } from '../why/record-link.tsx'
import { Why } from '../why/why.tsx'
import css from './pages.module.css'

type Allocation = PaymentAnswer['allocations'][number]

/** A payment or credit: money that went somewhere. */
export type Money = {
  readonly kind: 'payment' | 'credit'
  readonly id: string
  readonly customer: string
  readonly currency: string
  readonly status: string
  readonly since: string
  readonly meta: readonly ReactNode[]
  readonly figures: Readonly<Record<string, string | null>>
  readonly shownFigures: readonly string[]
  readonly allocations: readonly Allocation[]
  readonly filter: AuditSearch
  readonly title: string
  readonly actions: ReactNode
}

const Went = ({ money }: { readonly money: Money }) => {
  const { zone } = useScope()
  if (money.allocations.length === 0) return <p className={ui.meta}>Nothing of it has been allocated to an invoice.</p>
  return (
    <dl className={ui.facts}>
      {money.allocations.map((row) => (
        <div key={row.allocation}>
          <dt>
            <Link {...paths.invoice(row.invoice)} className={ui.quiet}>
              Invoice {row.invoice}
            </Link>{' '}
            <span className={ui.meta}>
              {dayOf(row.effective_at, zone)} <RecordLink customer={money.customer} seq={row.seq} root={row.seq} />
            </span>
          </dt>
          <dd>{shown(row.amount)}</dd>
        </div>
      ))}
    </dl>
  )
}

const Head = ({
  money,
  onTurn,
  at,
}: {
  readonly money: Money
  readonly onTurn: (dials: Dials) => void
  readonly at: string
}) => {
  const { dials, zone, name } = useScope()
  return (
    <>
      <PageHead
        crumbs={[
          <Link key="all" {...paths.customers()}>
            Customers
          </Link>,
          <Link key="customer" {...paths.customer(money.customer)}>
            {name ?? money.customer}
          </Link>,
          <Link key="payments" {...paths.customer(money.customer, { tab: 'payments' })}>
            Payments
          </Link>,
          money.title,
        ]}
        title={money.title}
        beside={
          <Why
            figure={`${money.kind}.status`}
            subject={`${money.kind}:${money.id}`}
            value={money.status}
            unit="status"
            chip
            linked
          />
        }
        meta={<Dotted parts={[momentOf(money.since, zone), ...money.meta]} />}
        actions={
          <>
            <DialsMenu {...dials} now={momentOf(at, zone)} onChange={onTurn} />
            {money.actions}
          </>
        }
      />
      <PastNotice {...dials} onNow={() => onTurn({})} />
    </>
  )
}

type Props = {
  readonly money: Money
  readonly at: string
  readonly today: string
  readonly dials: Dials
  readonly why: string | undefined
  readonly onTurn: (dials: Dials) => void
}

/** Where a payment or a credit went, figure by figure and invoice by invoice. */
export const MoneyPage = ({ money, at, today, dials, why, onTurn }: Props) => {
  const owner = useQuery(customerQuery(money.customer))
  if (!owner.data) return <Loading lines={8} />
  const { name, time_zone: zone } = owner.data
  return (
    <ScopeProvider key={why} value={{ customer: money.customer, name, currency: money.currency, zone, dials, why }}>
      <Head money={money} at={at} onTurn={onTurn} />
      <FigureStrip
        label="Figures"
        figures={money.shownFigures.map((figure, n) => ({
          label: `${figureName(`${money.kind}.${figure}`)}${n === 0 ? `, ${money.currency}` : ''}`,
          value: (
            <Why
              figure={`${money.kind}.${figure}`}
              subject={`${money.kind}:${money.id}`}
              value={money.figures[figure] ?? '0.00'}
              linked
            />
          ),
        }))}
      />
      <div className={css.panel}>
        <Card title="Where it went" beside={money.currency} padded>
          <Went money={money} />
        </Card>
      </div>
      <div className={css.history}>
        <History customer={money.customer} zone={zone} today={today} filter={money.filter} dials={dials} />
      </div>
    </ScopeProvider>
  )
}
