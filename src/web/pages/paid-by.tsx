import { Link } from '@tanstack/react-router'
import type { InvoiceAnswer } from '../../contract/answers.ts'
import { paths } from '../paths.ts'
import { useScope } from '../scope.ts'
import { shown } from '../ui/amount.ts'
import { Card } from '../ui/card.tsx'
import { dayOf } from '../ui/time.ts'
import ui from '../ui/ui.module.css'
import { RecordLink } from '../why/record-link.tsx'

type Row = InvoiceAnswer['allocations'][number]

const Source = ({ row }: { readonly row: Row }) => (
  <>
    {row.payment_id !== null && (
      <Link {...paths.payment(row.payment_id)} className={ui.quiet}>
        Payment {row.payment_id}
      </Link>
    )}
    {row.credit_id !== null && (
      <Link {...paths.credit(row.credit_id)} className={ui.quiet}>
        Credit {row.credit_id}
      </Link>
    )}
  </>
)

/** The payments and credits that went to an invoice. */
export const PaidBy = ({ invoice }: { readonly invoice: InvoiceAnswer }) => {
  const { zone } = useScope()
  return (
    <Card title="What paid it" beside={invoice.currency} padded>
      {invoice.allocations.length === 0 && <p className={ui.meta}>Nothing has been allocated to it.</p>}
      <dl className={ui.facts}>
        {invoice.allocations.map((row) => (
          <div key={row.allocation}>
            <dt>
              <Source row={row} />{' '}
              <span className={ui.meta}>
                {dayOf(row.effective_at, zone)}{' '}
                <RecordLink customer={invoice.customer_id} seq={row.seq} root={row.seq} />
              </span>
            </dt>
            <dd>{shown(row.amount)}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
