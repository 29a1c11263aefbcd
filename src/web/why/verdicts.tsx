import type { Explanation } from '../../contract/answers.ts'
import { lookOf } from '../ui/status.ts'
import { rootOf } from './equation.ts'
import { RecordLink } from './record-link.tsx'
import css from './why.module.css'

type Props = { readonly why: Explanation; readonly customer: string; readonly onFollow: () => void }
type Verdict = Explanation['verdicts'][number]

const Line = ({ verdict, why, customer, onFollow }: Props & { readonly verdict: Verdict }) => (
  <div className={css.line}>
    <span>{verdict.words}</span>
    <span>
      {verdict.seq !== null && (
        <RecordLink customer={customer} seq={verdict.seq} root={rootOf(why, verdict.seq)} onFollow={onFollow} />
      )}{' '}
      {!verdict.is_fact && <span className={css.yes}>{verdict.holds ? 'yes' : 'no'}</span>}
    </span>
  </div>
)

const keyOf = (verdict: Verdict): string => `${verdict.status} ${verdict.words}`

/** The rule that gave the status with the facts it was applied to; the rules tried before it fold away. */
export const Verdicts = (props: Props) => {
  const { why } = props
  if (why.verdicts.length === 0) return null
  const met = why.verdicts.filter((verdict) => verdict.status === why.value)
  const before = why.verdicts.filter((verdict) => verdict.status !== why.value)
  return (
    <section>
      <h3>Why {lookOf(why.value).word.toLowerCase()}</h3>
      {met.map((verdict) => (
        <Line key={keyOf(verdict)} verdict={verdict} {...props} />
      ))}
      {met.length === 0 && <p>No rule that comes before it holds.</p>}
      {before.length > 0 && (
        <details className={css.details}>
          <summary>{before.length} other conditions checked</summary>
          {before.map((verdict) => (
            <Line
              key={keyOf(verdict)}
              verdict={{ ...verdict, words: `${lookOf(verdict.status).word}: ${verdict.words}` }}
              {...props}
            />
          ))}
        </details>
      )}
    </section>
  )
}
