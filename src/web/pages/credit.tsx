import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { isUnknown, sentenceOf } from '../client/problem.ts'
import { type CreditAnswer, creditQuery, type Dials } from '../client/queries.ts'
import { Failed, Loading } from '../ui/states.tsx'
import { useTitle } from '../use-title.ts'
import { type Money, MoneyPage } from './money-page.tsx'

const route = getRouteApi('/shell/credits/$credit')

const moneyOf = (of: CreditAnswer): Money => ({
  kind: 'credit',
  id: of.credit_id,
  customer: of.customer_id,
  currency: of.currency,
  status: of.status,
  since: of.made_at,
  meta: [of.source_invoice === null ? null : `from invoice ${of.source_invoice}`],
  figures: of.figures,
  shownFigures: ['amount', 'allocated', 'remaining', 'refunded'],
  allocations: of.allocations,
  filter: { subject: `credit:${of.credit_id}` },
})

/** A credit: where did it come from, where did it go. */
export const CreditPage = () => {
  const { credit } = route.useParams()
  const { as_of, known_at, why } = route.useSearch()
  const navigate = route.useNavigate()
  const dials: Dials = { ...(as_of && { as_of }), ...(known_at && { known_at }) }
  const answer = useQuery(creditQuery(credit, dials))
  const turn = (to: Dials) => navigate({ search: { as_of: to.as_of, known_at: to.known_at }, replace: true })
  useTitle(`Credit ${credit}`)
  if (answer.isPending) return <Loading lines={8} label="Reading the credit" />
  if (answer.isError)
    return (
      <Failed
        page
        sentence={sentenceOf(answer.error)}
        retry={isUnknown(answer.error) ? undefined : () => answer.refetch()}
      />
    )
  const { as_of: at, today } = answer.data
  return <MoneyPage money={moneyOf(answer.data)} at={at} today={today} dials={dials} why={why} onTurn={turn} />
}
