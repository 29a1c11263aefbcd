import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { PaymentAnswer } from '../../contract/answers.ts'
import { allocatePayment, paymentActions, settle } from '../actions/payment-actions.ts'
import { isUnknown, sentenceOf } from '../client/problem.ts'
import { type Dials, paymentQuery } from '../client/queries.ts'
import { isPayment } from '../client/there.ts'
import { ActionButton } from '../forms/action-button.tsx'
import { ActionsMenu } from '../forms/actions-menu.tsx'
import { isZero } from '../ui/amount.ts'
import { Failed, Loading } from '../ui/states.tsx'
import { useTitle } from '../use-title.ts'
import { type Money, MoneyPage } from './money-page.tsx'
import { NotYet } from './not-yet.tsx'

const route = getRouteApi('/shell/payments/$payment')

/** A figure that is told only where there is something to tell. */
const told = (of: PaymentAnswer, name: string): readonly string[] => (isZero(of.figures[name] ?? '0') ? [] : [name])

const moneyOf = (of: PaymentAnswer, dials: Dials): Money => ({
  kind: 'payment',
  id: of.payment_id,
  customer: of.customer_id,
  currency: of.currency,
  status: of.status,
  since: of.received_at,
  meta: [of.method, `xDR id ${of.xdr_id}`, of.held ? 'held: allocated only by hand' : null],
  figures: of.figures,
  title: `Payment ${of.payment_id}`,
  actions: (
    <>
      <ActionsMenu groups={paymentActions(of, dials)} />
      <ActionButton primary action={of.status === 'pending' ? settle(of, dials) : allocatePayment(of, dials)} />
    </>
  ),
  shownFigures: [
    'amount',
    'allocated',
    'unallocated',
    'refunded',
    ...['pending', 'failed', 'charged_back', 'voided', 'moved'].flatMap((name) => told(of, name)),
  ],
  allocations: of.allocations,
  filter: { subject: `payment:${of.payment_id}` },
})

/** A payment: where did it go. */
export const PaymentPage = () => {
  const { payment } = route.useParams()
  const { as_of, known_at, why } = route.useSearch()
  const navigate = route.useNavigate()
  const dials: Dials = { ...(as_of && { as_of }), ...(known_at && { known_at }) }
  const answer = useQuery(paymentQuery(payment, dials))
  const turn = (to: Dials) => navigate({ search: { as_of: to.as_of, known_at: to.known_at }, replace: true })
  useTitle(`Payment ${payment}`)
  if (answer.isPending) return <Loading lines={8} label="Reading the payment" />
  if (answer.isError)
    return (
      <Failed
        page
        sentence={sentenceOf(answer.error)}
        retry={isUnknown(answer.error) ? undefined : () => answer.refetch()}
      />
    )
  const { as_of: at, today } = answer.data
  if (!isPayment(answer.data)) return <NotYet what={`Payment ${payment}`} asOf={at} dials={dials} onTurn={turn} />
  return <MoneyPage money={moneyOf(answer.data, dials)} at={at} today={today} dials={dials} why={why} onTurn={turn} />
}
