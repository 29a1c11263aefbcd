import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Term } from '../../contract/answers.ts'
import { sentenceOf } from '../client/problem.ts'
import { type Dials, explainTermsQuery } from '../client/queries.ts'
import { shown } from '../ui/amount.ts'
import { Failed } from '../ui/states.tsx'
import { signedValue } from './equation.ts'
import { RecordLink } from './record-link.tsx'
import css from './why.module.css'

type Props = {
  readonly term: Term
  readonly customer: string
  readonly dials: Dials
  readonly onFollow: () => void
  /** how often one list was opened inside another */
  readonly depth?: number
}

const deepest = 4

/** What a term is the sum of: a button that opens its list, with how much of it is shown. */
export const OpenedList = ({ term, customer, dials, onFollow, depth = 0 }: Props) => {
  const [isOpen, setOpen] = useState(false)
  const [first] = term.opens === undefined ? [] : [term.opens]
  if (first === undefined || depth >= deepest) return null
  return (
    <>
      <Button
        variant="subtle"
        h={24}
        px={0}
        fz={12}
        aria-expanded={isOpen}
        aria-label={`${isOpen ? 'Close' : 'Open'} list of ${term.label}`}
        onClick={() => setOpen(!isOpen)}
      >
        {isOpen ? 'Close list' : 'Open list'}
      </Button>
      {isOpen && <List opens={first} customer={customer} dials={dials} onFollow={onFollow} depth={depth + 1} />}
    </>
  )
}

type ListProps = Omit<Props, 'term' | 'depth'> & { readonly opens: NonNullable<Term['opens']>; readonly depth: number }

const List = ({ opens, customer, dials, onFollow, depth }: ListProps) => {
  const answer = useInfiniteQuery(explainTermsQuery(customer, opens, dials))
  if (answer.isError) return <Failed sentence={sentenceOf(answer.error)} retry={() => answer.refetch()} />
  const pages = answer.data?.pages ?? []
  const items = pages.flatMap((page) => page.items)
  const [page] = pages
  return (
    <div className={css.opened}>
      <ul>
        {items.map((term, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the place in the list is the identity of a term
          <li key={n}>
            <b>{shown(signedValue(term))}</b>
            <span>
              {term.label}
              {term.because !== undefined && <small> {term.because}</small>}{' '}
              {term.seq === null && (
                <OpenedList term={term} customer={customer} dials={dials} onFollow={onFollow} depth={depth} />
              )}
            </span>
            {term.seq !== null && (
              <RecordLink customer={customer} seq={term.seq} root={term.root_seq ?? term.seq} onFollow={onFollow} />
            )}
          </li>
        ))}
      </ul>
      <p className={css.soft} role="status">
        {page === undefined ? 'Reading the list' : howMuch(items.length, page)}
      </p>
      {answer.hasNextPage && (
        <Button
          variant="subtle"
          h={24}
          px={0}
          fz={12}
          loading={answer.isFetching}
          onClick={() => answer.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </div>
  )
}

/** "100 of 4,000, sum 19,514.90": a list never ends silently. */
const howMuch = (
  items: number,
  { count, at_least, value }: { readonly count: number; readonly at_least: boolean; readonly value: string },
): string =>
  `${items.toLocaleString('en')} of ${at_least ? 'at least ' : ''}${count.toLocaleString('en')}, sum ${shown(value)}`
