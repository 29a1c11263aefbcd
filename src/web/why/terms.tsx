import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Explanation, Term } from '../../contract/answers.ts'
import type { Dials } from '../client/queries.ts'
import { isZero, shown } from '../ui/amount.ts'
import { Check } from '../ui/check.tsx'
import { nonZero, rootOf, signedValue, telling, zero } from './equation.ts'
import { OpenedList } from './opened-list.tsx'
import { RecordLink } from './record-link.tsx'
import css from './why.module.css'

type Props = {
  readonly why: Explanation
  readonly customer: string
  readonly dials: Dials
  readonly onFollow: () => void
}

const atFirst = 12

const Row = ({ term, why, customer, dials, onFollow }: Props & { readonly term: Term }) => (
  <tr>
    <td className={css.value}>{shown(signedValue(term))}</td>
    <td>
      {term.label}
      {term.because !== undefined && <small className={css.because}>{term.because}</small>}{' '}
      {term.seq === null && <OpenedList term={term} customer={customer} dials={dials} onFollow={onFollow} />}
    </td>
    <td>
      {term.seq !== null && (
        <RecordLink customer={customer} seq={term.seq} root={rootOf(why, term.seq)} onFollow={onFollow} />
      )}
    </td>
  </tr>
)

/** Every term with its record, the zero ones in one line, and the residual. */
export const Terms = (props: Props) => {
  const { why } = props
  const [all, setAll] = useState(false)
  const terms = telling(why.terms)
  const rows = nonZero(terms)
  const none = zero(terms)
  return (
    <>
      <table className={css.terms}>
        <caption className="visually-hidden">Terms of the equation</caption>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">Amount</th>
            <th scope="col">Term</th>
            <th scope="col">Record</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, all ? rows.length : atFirst).map((term, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the place in the formula is the identity of a term
            <Row key={n} term={term} {...props} />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td className={css.value}>{shown(why.value)}</td>
            <td className={css.soft}>{none.length > 0 && `${none.map((term) => term.label).join(', ')}: 0.00`}</td>
            <td>
              <Check holds={isZero(why.residual)}>residual {shown(why.residual)}</Check>
            </td>
          </tr>
        </tfoot>
      </table>
      {rows.length > atFirst && !all && (
        <Button variant="subtle" h={24} px={4} onClick={() => setAll(true)}>
          Show all {rows.length} terms
        </Button>
      )}
    </>
  )
}
