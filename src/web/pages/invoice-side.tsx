import { Link } from '@tanstack/react-router'
import type { InvoiceAnswer } from '../../contract/answers.ts'
import { paths } from '../paths.ts'
import { useScope } from '../scope.ts'
import { shown } from '../ui/amount.ts'
import { Card } from '../ui/card.tsx'
import { type Fact, Facts } from '../ui/facts.tsx'
import { figureName } from '../ui/figures.ts'
import { dayOf, plainDay } from '../ui/time.ts'
import ui from '../ui/ui.module.css'
import { RecordLink } from '../why/record-link.tsx'
import { Why } from '../why/why.tsx'
import css from './pages.module.css'

type Props = { readonly invoice: InvoiceAnswer }

const lineFacts = ({ invoice }: Props): readonly Fact[] => [
  ...invoice.lines.map((line) => ({
    label: `${line.description ?? line.service} (xDR id ${line.xdr_id})`,
    value: shown(line.amount),
  })),
  { label: 'Total', value: <strong>{shown(invoice.figures.total ?? '0.00')}</strong> },
  ...(invoice.period
    ? [{ label: 'Billing period', value: `${plainDay(invoice.period.from)} to ${plainDay(invoice.period.to)}` }]
    : []),
]

const standing = ['overdue', 'amount_due', 'collectible', 'creditable'] as const

const standingFacts = ({ invoice }: Props): readonly Fact[] => [
  ...standing.map((name) => ({
    label: figureName(`invoice.${name}`),
    value: (
      <Why
        figure={`invoice.${name}`}
        subject={`invoice:${invoice.invoice}`}
        value={invoice.figures[name] ?? '0.00'}
        linked
      />
    ),
  })),
  {
    label: figureName('invoice.collection_status'),
    value: (
      <Why
        figure="invoice.collection_status"
        subject={`invoice:${invoice.invoice}`}
        value={invoice.collection_status}
        unit="status"
        linked
      />
    ),
  },
]

const PaidBy = ({ invoice }: Props) => {
  const { zone } = useScope()
  if (invoice.allocations.length === 0) return <p className={ui.meta}>Nothing has been allocated to it.</p>
  const facts = invoice.allocations.map((row) => ({
    label: `${dayOf(row.effective_at, zone)} #${row.seq}`,
    row,
  }))
  return (
    <dl className={ui.facts}>
      {facts.map(({ label, row }) => (
        <div key={label}>
          <dt>
            {row.payment_id !== null && (
              <Link {...paths.payment(row.payment_id)} className={ui.quiet}>
                Payment {row.payment_id}
              </Link>
            )}
            {row.credit_id !== null && (
              <Link {...paths.credit(row.credit_id)} className={ui.quiet}>
                Credit {row.credit_id}
              </Link>
            )}{' '}
            <span className={ui.meta}>
              {dayOf(row.effective_at, zone)} <RecordLink customer={invoice.customer_id} seq={row.seq} root={row.seq} />
            </span>
          </dt>
          <dd>{shown(row.amount)}</dd>
        </div>
      ))}
    </dl>
  )
}

/** What the invoice is made of, what paid it, and how it stands. */
export const InvoiceSide = ({ invoice }: Props) => (
  <div className={css.stack}>
    <Card title="Lines" beside={invoice.currency} padded>
      <Facts facts={lineFacts({ invoice })} />
    </Card>
    <Card title="What paid it" padded>
      <PaidBy invoice={invoice} />
    </Card>
    <Card title="How it stands" padded>
      <Facts facts={standingFacts({ invoice })} />
    </Card>
  </div>
)
