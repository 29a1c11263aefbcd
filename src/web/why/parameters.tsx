import type { Explanation } from '../../contract/answers.ts'
import { useScope } from '../scope.ts'
import { isAmount, shown } from '../ui/amount.ts'
import { dayOf } from '../ui/time.ts'
import { RecordLink } from './record-link.tsx'
import css from './why.module.css'

type Props = { readonly why: Explanation; readonly customer: string; readonly onFollow: () => void }
type Parameter = Explanation['parameters'][number]

/** The settings that the figure was computed with: value, policy version, since when, and who set them. */
export const Parameters = ({ why, customer, onFollow }: Props) => {
  const { zone } = useScope()
  if (why.parameters.length === 0) return null
  return (
    <section>
      <h3>Settings used</h3>
      {why.parameters.map((one) => (
        <div className={css.line} key={one.name}>
          <span>
            {nameOf(one)}: {isAmount(one.value) ? shown(one.value) : one.value}
          </span>
          <span className={css.soft}>
            {originOf(one, zone)}{' '}
            {one.seq !== null && <RecordLink customer={customer} seq={one.seq} root={one.seq} onFollow={onFollow} />}
          </span>
        </div>
      ))}
    </section>
  )
}

/** "collection.grace_days" is "Grace days", "customer.permanent_limit" is "Permanent limit". */
const nameOf = ({ name }: Parameter): string => {
  const words = (name.split('.').at(-1) ?? name).replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function originOf({ policy_version, valid_from, set_by }: Parameter, zone: string): string {
  const parts = [
    policy_version === null ? (set_by === null ? 'nobody has set it' : '') : `policy version ${policy_version}`,
    valid_from === null ? '' : `from ${dayOf(valid_from, zone)}`,
    set_by === null ? '' : `set by ${set_by}`,
  ]
  return parts.filter((part) => part !== '').join(', ')
}
