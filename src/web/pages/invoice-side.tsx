import type { InvoiceAnswer } from '../../contract/answers.ts'
import { shown } from '../ui/amount.ts'
import { Card } from '../ui/card.tsx'
import { type Fact, Facts } from '../ui/facts.tsx'
import { figureName } from '../ui/figures.ts'
import { plainDay } from '../ui/time.ts'
import { Why } from '../why/why.tsx'

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

/** What the invoice is made of. */
export const InvoiceLines = ({ invoice }: Props) => (
  <Card title="Lines" beside={invoice.currency} padded>
    <Facts facts={lineFacts({ invoice })} />
  </Card>
)

/** What of it is overdue, due and collectible, each with its reason. */
export const InvoiceStanding = ({ invoice }: Props) => (
  <Card title="How it stands" beside={invoice.currency} padded>
    <Facts facts={standingFacts({ invoice })} />
  </Card>
)
