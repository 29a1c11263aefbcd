import type { InvoiceAnswer } from '../../contract/answers.ts'
import { shown } from '../ui/amount.ts'
import { Card } from '../ui/card.tsx'
import { type Fact, Facts } from '../ui/facts.tsx'
import { figureName } from '../ui/figures.ts'
import { plainDay } from '../ui/time.ts'
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

/** What the invoice is made of, and how it stands. */
export const InvoiceSide = ({ invoice }: Props) => (
  <div className={css.stack}>
    <Card title="Lines" beside={invoice.currency} padded>
      <Facts facts={lineFacts({ invoice })} />
    </Card>
    <Card title="How it stands" padded>
      <Facts facts={standingFacts({ invoice })} />
    </Card>
  </div>
)
