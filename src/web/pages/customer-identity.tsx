import type { CustomerAnswer } from '../../contract/answers.ts'
import { isZero, negate, shown, sum } from '../ui/amount.ts'
import { Check } from '../ui/check.tsx'
import { Completeness } from '../ui/completeness.tsx'
import css from './pages.module.css'

/** The identity that every balance obeys, with its residual, and whether the log is whole. */
export const CustomerIdentity = ({ answer }: { readonly answer: CustomerAnswer }) => {
  const figure = (name: string): string => answer.figures[name] ?? '0.00'
  const [unbilled, outstanding] = [figure('unbilled'), figure('outstanding')]
  const [payments, credits] = [figure('unallocated_payments'), figure('unallocated_credits')]
  const residual = sum([figure('balance'), negate(unbilled), negate(outstanding), payments, credits])
  const broken = answer.identities.filter((identity) => !identity.holds)
  return (
    <div className={css.identity}>
      <span className={css.inline}>
        {shown(figure('balance'))} balance = {shown(unbilled)} unbilled + {shown(outstanding)} outstanding −{' '}
        {shown(payments)} unallocated payments − {shown(credits)} unallocated credits
        <Check holds={isZero(residual)}>residual {shown(residual)}</Check>
        {broken.map((identity) => (
          <Check key={identity.words} holds={false}>
            {identity.words}: {shown(identity.left)} ≠ {shown(identity.right)}
          </Check>
        ))}
      </span>
      <Completeness complete={answer.complete} />
    </div>
  )
}
