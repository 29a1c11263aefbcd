import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { CustomerAnswer } from '../../contract/answers.ts'
import { customerActions } from '../actions/customer-actions.ts'
import { payment } from '../actions/customer-money.ts'
import { isUnknown, sentenceOf } from '../client/problem.ts'
import { customerQuery, type Dials } from '../client/queries.ts'
import { isCustomer } from '../client/there.ts'
import { ActionButton } from '../forms/action-button.tsx'
import { ActionsMenu } from '../forms/actions-menu.tsx'
import { paths } from '../paths.ts'
import { type Scope, ScopeProvider } from '../scope.ts'
import type { CustomerSearch } from '../search.ts'
import { DialsMenu } from '../ui/dials-menu.tsx'
import { Dotted, PageHead } from '../ui/page-head.tsx'
import { PastNotice } from '../ui/past-notice.tsx'
import { Failed, Loading } from '../ui/states.tsx'
import { plainWords } from '../ui/status.ts'
import { momentOf } from '../ui/time.ts'
import ui from '../ui/ui.module.css'
import { useTitle } from '../use-title.ts'
import { Why } from '../why/why.tsx'
import { CustomerFigures } from './customer-figures.tsx'
import { CustomerIdentity } from './customer-identity.tsx'
import { CustomerTabs } from './customer-tabs.tsx'
import { NotYet } from './not-yet.tsx'

const route = getRouteApi('/shell/customers/$customer')

const dialsOf = (search: CustomerSearch): Dials => ({
  ...(search.as_of && { as_of: search.as_of }),
  ...(search.known_at && { known_at: search.known_at }),
})

const scopeOf = (answer: CustomerAnswer, dials: Dials, why: string | undefined): Scope => ({
  customer: answer.customer_id,
  name: answer.name,
  currency: answer.currency,
  zone: answer.time_zone,
  dials,
  why,
})

const metaOf = (answer: CustomerAnswer) => (
  <Dotted
    parts={[
      answer.customer_id,
      plainWords(answer.billing),
      <Link key="policy" {...paths.policies({ customer: answer.customer_id })} className={ui.quiet}>
        {plainWords(answer.class)}, {answer.policy_version === 0 ? 'default terms' : `policy v${answer.policy_version}`}
      </Link>,
      answer.currency,
      answer.time_zone,
      answer.clock && `clock ${answer.clock}`,
    ]}
  />
)

/** A customer: the figures with their reasons, and everything that happened. */
export const CustomerPage = () => {
  const { customer } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const dials = dialsOf(search)
  const answer = useQuery(customerQuery(customer, dials))
  const change = (patch: Partial<CustomerSearch>) =>
    navigate({ search: (was) => ({ ...was, ...patch }), replace: true })
  const turn = (to: Dials) => change({ as_of: to.as_of, known_at: to.known_at })
  useTitle(answer.data?.name ?? customer)
  if (answer.isPending) return <Loading lines={12} label="Reading the customer" />
  if (answer.isError)
    return (
      <Failed
        page
        sentence={sentenceOf(answer.error)}
        retry={isUnknown(answer.error) ? undefined : () => answer.refetch()}
      />
    )
  const of = answer.data
  if (!isCustomer(of)) return <NotYet what={`Customer ${of.customer_id}`} asOf={of.as_of} dials={dials} onTurn={turn} />
  return (
    <ScopeProvider value={scopeOf(of, dials, search.why)} key={`${customer} ${search.why}`}>
      <PageHead
        crumbs={[
          <Link key="all" {...paths.customers()}>
            Customers
          </Link>,
          of.customer_id,
        ]}
        title={of.name ?? of.customer_id}
        beside={<Why figure="customer.status" value={of.status} unit="status" chip linked />}
        meta={metaOf(of)}
        actions={
          <>
            <DialsMenu {...dials} now={momentOf(of.as_of, of.time_zone)} onChange={turn} />
            <ActionsMenu groups={customerActions(of, dials)} />
            <ActionButton action={payment(of, dials)} />
          </>
        }
      />
      <PastNotice {...dials} onNow={() => turn({})} />
      <CustomerFigures answer={of} />
      <CustomerIdentity answer={of} />
      <CustomerTabs answer={of} search={search} dials={dials} onChange={change} />
    </ScopeProvider>
  )
}
