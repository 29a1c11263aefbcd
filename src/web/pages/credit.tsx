import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { CreditAnswer, CreditReply } from '../../contract/answers.ts'
import { allocateCredit, creditActions } from '../actions/credit-actions.ts'
import { isUnknown, sentenceOf } from '../client/problem.ts'
import { creditNoteQuery, creditQuery, type Dials } from '../client/queries.ts'
import { isCredit } from '../client/there.ts'
import { ActionButton } from '../forms/action-button.tsx'
import { ActionsMenu } from '../forms/actions-menu.tsx'
import { paths } from '../paths.ts'
import type { DialSearch } from '../search.ts'
import { isZero } from '../ui/amount.ts'
import { Failed, Loading } from '../ui/states.tsx'
import { plainWords } from '../ui/status.ts'
import { useTitle } from '../use-title.ts'
import { type Money, MoneyPage } from './money-page.tsx'
import { NotYet } from './not-yet.tsx'

const creditRoute = getRouteApi('/shell/credits/$credit')
const noteRoute = getRouteApi('/shell/credit-notes/$number')

const titleOf = (of: Pick<CreditReply, 'credit_id' | 'credit_note'>): string =>
  of.credit_note === null ? `Credit ${of.credit_id}` : `Credit note ${of.credit_note}`

const sourceOf = (of: CreditAnswer) => [
  of.source_invoice !== null && (
    <Link key="invoice" {...paths.invoice(of.source_invoice)}>
      {of.credit_note === null ? 'from' : 'for'} invoice {of.source_invoice}
    </Link>
  ),
  of.from_customer !== null && (
    <Link key="from" {...paths.customer(of.from_customer)}>
      moved from {of.from_customer}
    </Link>
  ),
]

const moneyOf = (of: CreditAnswer, dials: Dials): Money => ({
  kind: 'credit',
  id: of.credit_id,
  customer: of.customer_id,
  currency: of.currency,
  status: of.status,
  since: of.made_at,
  title: titleOf(of),
  meta: [plainWords(of.origin), ...sourceOf(of).filter((part) => part !== false), of.reason],
  figures: of.figures,
  shownFigures: [
    'amount',
    'allocated',
    'remaining',
    'refunded',
    ...['voided', 'moved'].filter((name) => !isZero(of.figures[name] ?? '0')),
  ],
  allocations: of.allocations,
  filter: { subject: of.credit_note === null ? `credit:${of.credit_id}` : `credit_note:${of.credit_note}` },
  actions: (
    <>
      <ActionsMenu groups={creditActions(of, dials)} />
      <ActionButton primary action={allocateCredit(of, dials)} />
    </>
  ),
})

type Props = {
  readonly answer: UseQueryResult<CreditReply>
  readonly dials: Dials
  readonly why: string | undefined
  readonly onTurn: (dials: Dials) => void
}

const dialsOf = ({ as_of, known_at }: DialSearch): Dials => ({ ...(as_of && { as_of }), ...(known_at && { known_at }) })

const CreditView = ({ answer, dials, why, onTurn }: Props) => {
  if (answer.isPending) return <Loading lines={8} label="Reading the credit" />
  if (answer.isError)
    return (
      <Failed
        page
        sentence={sentenceOf(answer.error)}
        retry={isUnknown(answer.error) ? undefined : () => void answer.refetch()}
      />
    )
  const { as_of: at, today } = answer.data
  if (!isCredit(answer.data)) return <NotYet what={titleOf(answer.data)} asOf={at} dials={dials} onTurn={onTurn} />
  return <MoneyPage money={moneyOf(answer.data, dials)} at={at} today={today} dials={dials} why={why} onTurn={onTurn} />
}

/** A credit: where did it come from, where did it go. */
export const CreditPage = () => {
  const { credit } = creditRoute.useParams()
  const search = creditRoute.useSearch()
  const navigate = creditRoute.useNavigate()
  const dials = dialsOf(search)
  const answer = useQuery(creditQuery(credit, dials))
  const turn = (to: Dials) => navigate({ search: { as_of: to.as_of, known_at: to.known_at }, replace: true })
  useTitle(`Credit ${credit}`)
  return <CreditView answer={answer} dials={dials} why={search.why} onTurn={turn} />
}

/** A credit note by its number; it is a credit like any other. */
export const CreditNotePage = () => {
  const { number } = noteRoute.useParams()
  const search = noteRoute.useSearch()
  const navigate = noteRoute.useNavigate()
  const dials = dialsOf(search)
  const answer = useQuery(creditNoteQuery(number, dials))
  const turn = (to: Dials) => navigate({ search: { as_of: to.as_of, known_at: to.known_at }, replace: true })
  useTitle(`Credit note ${number}`)
  return <CreditView answer={answer} dials={dials} why={search.why} onTurn={turn} />
}
