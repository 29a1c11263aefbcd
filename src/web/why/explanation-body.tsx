import type { Explanation } from '../../contract/answers.ts'
import { useScope } from '../scope.ts'
import { isZero, shown } from '../ui/amount.ts'
import { Check } from '../ui/check.tsx'
import { momentOf } from '../ui/time.ts'
import { Equation } from './equation-line.tsx'
import { Parameters } from './parameters.tsx'
import type { Question } from './question.ts'
import { RecordLink } from './record-link.tsx'
import { Terms } from './terms.tsx'
import { valueWords } from './value.tsx'
import { Verdicts } from './verdicts.tsx'
import { WhatLedHere } from './what-led-here.tsx'
import css from './why.module.css'

type Props = { readonly why: Explanation; readonly question: Question; readonly onFollow: () => void }

const Promised = ({ why, question, onFollow }: Props) =>
  why.promise && (
    <section>
      <h3>Promise against posting</h3>
      <div className={css.line}>
        <Check holds={why.promise.holds}>
          agreed {shown(why.promise.agreed)} {why.promise.holds ? '=' : '≠'} booked {shown(why.promise.booked)}
        </Check>
        <RecordLink customer={question.customer} seq={why.promise.seq} root={why.promise.seq} onFollow={onFollow}>
          {why.promise.reference ?? `#${why.promise.seq}`}
        </RecordLink>
      </div>
    </section>
  )

const Moment = ({ why, question }: Props) => {
  const { zone } = useScope()
  const { as_of, known_at } = question.dials
  const differs = why.value !== question.value
  if (as_of === undefined && known_at === undefined && !differs) return null
  return (
    <section className={css.soft}>
      As of {momentOf(why.as_of, zone)}
      {known_at !== undefined &&
        `, as known at ${known_at.startsWith('seq:') ? `record ${known_at.slice(4)}` : known_at}`}
      {differs &&
        `: ${valueWords(why.value, why.unit)}. The row says ${valueWords(question.value, question.unit)}, what was known when it was recorded`}
      .
    </section>
  )
}

/** Whether the figure is a sum of terms; an amount always is, also where nothing counts towards it. */
const isSum = (why: Explanation): boolean => why.unit !== 'status' && (why.unit === 'amount' || why.terms.length > 0)

/** The whole explanation: a residual that is not zero comes first, else the equation. */
export const ExplanationBody = (props: Props) => {
  const { why, question, onFollow } = props
  return (
    <div className={css.body}>
      {!isZero(why.residual) && (
        <p className={css.alarm} role="alert">
          <Check holds={false}>{shown(why.residual)} of this figure cannot be explained by its records.</Check>
        </p>
      )}
      <section>
        {isSum(why) ? (
          <>
            <Equation why={why} customer={question.customer} onFollow={onFollow} />
            <Terms why={why} customer={question.customer} dials={question.dials} onFollow={onFollow} />
          </>
        ) : (
          <p>{why.sentence}</p>
        )}
      </section>
      <Moment {...props} />
      <Promised {...props} />
      <Verdicts why={why} customer={question.customer} onFollow={onFollow} />
      {why.absences.length > 0 && (
        <section>
          <h3>Expected, and what there is</h3>
          {why.absences.map((words) => (
            <p key={words}>{words}</p>
          ))}
        </section>
      )}
      {why.clears !== null && (
        <section>
          <h3>What would clear it</h3>
          <p>{why.clears}</p>
        </section>
      )}
      <WhatLedHere why={why} customer={question.customer} dials={question.dials} onFollow={onFollow} />
      <Parameters why={why} customer={question.customer} onFollow={onFollow} />
      <section className={css.soft}>
        Formula {why.formula.id}, version {why.formula.version}: {why.formula.words}
      </section>
    </div>
  )
}
