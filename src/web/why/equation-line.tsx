import { Fragment } from 'react'
import type { Explanation } from '../../contract/answers.ts'
import { isAmount, shown } from '../ui/amount.ts'
import { partsOf, rootOf, telling } from './equation.ts'
import { RecordLink } from './record-link.tsx'
import css from './why.module.css'

type Props = { readonly why: Explanation; readonly customer: string; readonly onFollow: () => void }

const most = 6

/** The one-line equation; each term leads to the record that set it. */
export const Equation = ({ why, customer, onFollow }: Props) => {
  const parts = partsOf(telling(why.terms))
  if (parts.length > most || why.unit === 'status') return <p>{why.sentence}</p>
  return (
    <p className={css.equation} data-testid="equation">
      {parts.map((part, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place in the formula is the identity of a term
        <Fragment key={n}>
          <span className={css.term}>
            {part.operator}{' '}
            {part.term.seq === null ? (
              part.value
            ) : (
              <RecordLink
                customer={customer}
                seq={part.term.seq}
                root={rootOf(why, part.term.seq)}
                plain
                onFollow={onFollow}
              >
                {part.value}
              </RecordLink>
            )}{' '}
            <small>{part.term.label}</small>
          </span>{' '}
        </Fragment>
      ))}
      {parts.length === 0 && <small>nothing counts towards it </small>}
      <span className={css.term}>= {isAmount(why.value) ? shown(why.value) : why.value}</span>
    </p>
  )
}
