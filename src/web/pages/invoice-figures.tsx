import type { InvoiceAnswer } from '../../contract/answers.ts'
import { isZero } from '../ui/amount.ts'
import { FigureStrip } from '../ui/figure-strip.tsx'
import { figureName } from '../ui/figures.ts'
import { StatusMark } from '../ui/status-mark.tsx'
import { count } from '../ui/time.ts'
import { Why } from '../why/why.tsx'

const names = ['total', 'adjusted', 'credited', 'paid', 'written_off', 'outstanding'] as const

const captionOf = (invoice: InvoiceAnswer, name: (typeof names)[number]) => {
  const payments = invoice.allocations.filter((row) => row.payment_id !== null).length
  const credits = invoice.allocations.length - payments
  switch (name) {
    case 'total':
      return 'never changes after issue'
    case 'adjusted':
      return count(invoice.adjustments.length, 'adjustment')
    case 'credited':
      return credits === 0 ? 'no credits' : count(credits, 'allocation')
    case 'paid':
      return payments === 0 ? 'no payments' : count(payments, 'allocation')
    case 'written_off':
      return isZero(invoice.figures.written_off ?? '0') ? 'nothing' : 'given up'
    case 'outstanding':
      return <StatusMark status={invoice.status} />
  }
}

/** The headline figures of an invoice; each answers why. */
export const InvoiceFigures = ({ invoice }: { readonly invoice: InvoiceAnswer }) => (
  <FigureStrip
    label="Figures"
    figures={names.map((name) => ({
      label: name === 'total' ? `Total, ${invoice.currency}` : figureName(`invoice.${name}`),
      value: (
        <Why
          figure={`invoice.${name}`}
          subject={`invoice:${invoice.invoice}`}
          value={invoice.figures[name] ?? '0.00'}
          linked
        />
      ),
      caption: captionOf(invoice, name),
    }))}
  />
)
