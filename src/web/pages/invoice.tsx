import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { InvoiceAnswer } from '../../contract/answers.ts'
import { addLine, adjust, invoiceActions, issue, pay } from '../actions/invoice-actions.ts'
import { isUnknown, sentenceOf } from '../client/problem.ts'
import { customerQuery, type Dials, invoiceQuery } from '../client/queries.ts'
import { isInvoice } from '../client/there.ts'
import { ActionButton } from '../forms/action-button.tsx'
import { ActionsMenu } from '../forms/actions-menu.tsx'
import { paths } from '../paths.ts'
import { ScopeProvider } from '../scope.ts'
import type { DialSearch } from '../search.ts'
import { History } from '../table/history.tsx'
import { DialsMenu } from '../ui/dials-menu.tsx'
import { Dotted, PageHead } from '../ui/page-head.tsx'
import { PastNotice } from '../ui/past-notice.tsx'
import { Failed, Loading } from '../ui/states.tsx'
import { count, momentOf, plainDay } from '../ui/time.ts'
import { useTitle } from '../use-title.ts'
import { Why } from '../why/why.tsx'
import { InvoiceFigures } from './invoice-figures.tsx'
import { InvoiceFlow } from './invoice-flow.tsx'
import { InvoiceDisputes, InvoiceLines, InvoiceStanding } from './invoice-side.tsx'
import { NotYet } from './not-yet.tsx'
import css from './pages.module.css'
import { PaidBy } from './paid-by.tsx'

const route = getRouteApi('/shell/invoices/$invoice')

const metaOf = (of: InvoiceAnswer) => {
  const late = Number(of.figures.days_overdue ?? 0)
  return (
    <Dotted
      parts={[
        <Link key="customer" {...paths.customer(of.customer_id)}>
          {of.customer_name ?? 'name erased'}, {of.customer_id}
        </Link>,
        of.issued_on === null ? 'not issued yet' : `issued ${plainDay(of.issued_on)}`,
        of.due_on === null ? 'never due' : `due ${plainDay(of.due_on)}`,
        late > 0 && of.status === 'overdue' ? `${count(late, 'day')} overdue` : null,
      ]}
    />
  )
}

const Crumbs = (of: InvoiceAnswer) => [
  <Link key="all" {...paths.customers()}>
    Customers
  </Link>,
  <Link key="customer" {...paths.customer(of.customer_id)}>
    {of.customer_name ?? of.customer_id}
  </Link>,
  <Link key="invoices" {...paths.customer(of.customer_id, { tab: 'invoices' })}>
    Invoices
  </Link>,
  of.invoice,
]

type ViewProps = {
  readonly of: InvoiceAnswer
  readonly zone: string
  readonly dials: Dials
  readonly why: string | undefined
  readonly onTurn: (dials: Dials) => void
}

const DraftParts = ({ of }: { readonly of: InvoiceAnswer }) => (
  <div className={css.panel}>
    <InvoiceLines invoice={of} />
  </div>
)

const Parts = ({ of }: { readonly of: InvoiceAnswer }) => (
  <div className={css.two}>
    <div className={css.stack}>
      <InvoiceFlow invoice={of} />
      <div className={css.pair}>
        <div className={css.stack}>
          <PaidBy invoice={of} />
          <InvoiceDisputes invoice={of} />
        </div>
        <InvoiceStanding invoice={of} />
      </div>
    </div>
    <InvoiceLines invoice={of} />
  </div>
)

const InvoiceView = ({ of, zone, dials, why, onTurn }: ViewProps) => {
  const isDraft = of.status === 'draft'
  return (
    <ScopeProvider
      key={why}
      value={{ customer: of.customer_id, name: of.customer_name, currency: of.currency, zone, dials, why }}
    >
      <PageHead
        crumbs={Crumbs(of)}
        title={`Invoice ${of.invoice}`}
        beside={
          <Why figure="invoice.status" subject={`invoice:${of.invoice}`} value={of.status} unit="status" chip linked />
        }
        meta={metaOf(of)}
        actions={
          <>
            <DialsMenu {...dials} now={momentOf(of.as_of, zone)} onChange={onTurn} />
            <ActionsMenu groups={invoiceActions(of, dials)} />
            <ActionButton action={isDraft ? addLine(of, dials) : adjust(of, dials)} />
            <ActionButton primary action={isDraft ? issue(of, dials) : pay(of, dials)} />
          </>
        }
      />
      <PastNotice {...dials} onNow={() => onTurn({})} />
      <InvoiceFigures invoice={of} />
      {isDraft ? <DraftParts of={of} /> : <Parts of={of} />}
      <div className={css.history}>
        <History
          customer={of.customer_id}
          zone={zone}
          today={of.today}
          filter={{ invoice: of.invoice }}
          dials={dials}
        />
      </div>
    </ScopeProvider>
  )
}

/** An invoice: from its total to what is outstanding, who paid it, and its history. */
export const InvoicePage = () => {
  const { invoice } = route.useParams()
  const search: DialSearch = route.useSearch()
  const navigate = route.useNavigate()
  const dials: Dials = {
    ...(search.as_of && { as_of: search.as_of }),
    ...(search.known_at && { known_at: search.known_at }),
  }
  const answer = useQuery(invoiceQuery(invoice, dials))
  const owner = useQuery({ ...customerQuery(answer.data?.customer_id ?? ''), enabled: answer.isSuccess })
  const turn = (to: Dials) =>
    navigate({ search: (was) => ({ ...was, as_of: to.as_of, known_at: to.known_at }), replace: true })
  useTitle(`Invoice ${invoice}`)
  const failed = answer.error ?? owner.error
  if (failed)
    return (
      <Failed page sentence={sentenceOf(failed)} retry={isUnknown(failed) ? undefined : () => void answer.refetch()} />
    )
  if (!answer.data || !owner.data) return <Loading lines={12} label="Reading the invoice" />
  const of = answer.data
  if (!isInvoice(of)) return <NotYet what={`Invoice ${invoice}`} asOf={of.as_of} dials={dials} onTurn={turn} />
  return <InvoiceView of={of} zone={owner.data.time_zone} dials={dials} why={search.why} onTurn={turn} />
}
