import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { InvoiceAnswer } from '../../contract/answers.ts'
import { moreLinesQuery } from '../client/queries.ts'
import { paths } from '../paths.ts'
import { useScope } from '../scope.ts'
import { isZero, shown, sum } from '../ui/amount.ts'
import { Card } from '../ui/card.tsx'
import { type Fact, Facts } from '../ui/facts.tsx'
import { figureName } from '../ui/figures.ts'
import { LoadMore } from '../ui/load-more.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { countText, plainDay } from '../ui/time.ts'
import ui from '../ui/ui.module.css'
import { Why } from '../why/why.tsx'

type Props = { readonly invoice: InvoiceAnswer }

const draftFacts = ({ draft }: InvoiceAnswer): readonly Fact[] => {
  const lines = draft?.lines ?? []
  return [
    ...lines.map((line, n) => ({
      label: `${n + 1}. ${line.description ?? line.service}`,
      value: shown(line.amount),
    })),
    { label: 'Lines so far', value: <strong>{shown(draft?.total ?? '0.00')}</strong> },
    ...(draft?.takes === 'unbilled' ? [{ label: 'Charges', value: 'what is unbilled when it is issued' }] : []),
  ]
}

const installmentFacts = ({ installments }: InvoiceAnswer): readonly Fact[] =>
  installments.map((part) => ({
    label: `Installment due ${plainDay(part.due_on)}`,
    value: isZero(part.open) ? `${shown(part.amount)}, covered` : `${shown(part.amount)}, ${shown(part.open)} open`,
  }))

type Line = InvoiceAnswer['lines'][number]

const lineFacts = (invoice: InvoiceAnswer, lines: readonly Line[]): readonly Fact[] => [
  ...lines.map((line) => ({
    label: `${line.description ?? line.service} (xDR id ${line.xdr_id})`,
    value: shown(line.amount),
  })),
  { label: 'Total', value: <strong>{shown(invoice.figures.total ?? '0.00')}</strong> },
  ...(invoice.period
    ? [{ label: 'Billing period', value: `${plainDay(invoice.period.from)} to ${plainDay(invoice.period.to)}` }]
    : []),
  ...installmentFacts(invoice),
]

const standing = ['overdue', 'amount_due', 'collectible', 'creditable'] as const

/** Told only where something is claimed or agreed. */
const inDispute = ['disputed', 'agreed'] as const

const standingFacts = ({ invoice }: Props): readonly Fact[] => [
  ...[...standing, ...inDispute.filter((name) => !isZero(invoice.figures[name] ?? '0'))].map((name) => ({
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

/** "1,000 of 4,000, sum 4,799.50 of 19,514.90": how much of the lines is shown. */
const shareOf = ({ lines_total: { count, sum: total } }: InvoiceAnswer, lines: readonly Line[]): string => {
  const [some, all] = [lines.length, count].map((n) => countText({ count: n, at_least: false }))
  return `${some} of ${all}, sum ${shown(sum(['0.00', ...lines.map((line) => line.amount)]))} of ${shown(total)}`
}

/** What the invoice is made of; long ones are read page by page. */
export const InvoiceLines = ({ invoice }: Props) => {
  const { dials } = useScope()
  const [wanted, setWanted] = useState(false)
  const query = moreLinesQuery(invoice.invoice, invoice.lines_next, dials)
  const more = useInfiniteQuery({ ...query, enabled: wanted && invoice.lines_next !== null })
  const lines = [...invoice.lines, ...(more.data?.pages.flatMap((page) => page.items) ?? [])]
  const isLong = invoice.lines_next !== null
  return (
    <Card title="Lines" beside={invoice.currency} padded>
      <Facts facts={invoice.draft === null ? lineFacts(invoice, lines) : draftFacts(invoice)} />
      {isLong && (
        <LoadMore
          shown={shareOf(invoice, lines)}
          hasMore={!wanted || more.hasNextPage}
          loading={more.isFetching}
          onMore={() => (wanted ? void more.fetchNextPage() : setWanted(true))}
        />
      )}
    </Card>
  )
}

/** What of it is overdue, due and collectible, each with its reason. */
export const InvoiceStanding = ({ invoice }: Props) => (
  <Card title="How it stands" beside={invoice.currency} padded>
    <Facts facts={standingFacts({ invoice })} />
  </Card>
)

/** The disputes on an invoice; nothing where there is none. */
export const InvoiceDisputes = ({ invoice }: Props) =>
  invoice.disputes.length > 0 && (
    <Card title="Disputes" beside={invoice.currency} padded>
      <Facts
        facts={invoice.disputes.map((row) => ({
          label: `${row.dispute_id}: ${shown(row.claimed)} claimed, ${shown(row.agreed)} agreed`,
          value: (
            <Link {...paths.customer(invoice.customer_id, { tab: 'notes' })} className={ui.quiet}>
              <StatusMark status={row.status} />
            </Link>
          ),
        }))}
      />
    </Card>
  )
