import { Link } from '@tanstack/react-router'
import type { AuditLine } from '../../contract/answers.ts'
import { pathOfSubject, paths } from '../paths.ts'
import { moved, shown } from '../ui/amount.ts'
import { isStatusFigure } from '../ui/figures.ts'
import { parseSubject } from '../ui/subject.ts'
import { count, daysBetween, localDay } from '../ui/time.ts'
import ui from '../ui/ui.module.css'
import { RecordLink } from '../why/record-link.tsx'
import type { Unit } from '../why/value.tsx'
import { Why } from '../why/why.tsx'
import css from './audit.module.css'
import { kinds } from './kinds.ts'

type Props = { readonly line: AuditLine }

/** Under this name the records of the operator's own doings are kept. */
const operator = '~operator'

/** In what a figure is counted. */
export const unitOf = (figure: string): Unit => {
  if (isStatusFigure(figure)) return 'status'
  if (/\.(days_|limitation_after|suspension_after|termination_after)/.test(figure)) return 'days'
  if (figure.endsWith('_count')) return 'count'
  return /(_on|_since|_until|today)$/.test(figure) ? 'date' : 'amount'
}

/** Kind of the record: icon and word. */
export const KindCell = ({ line }: Props) => {
  const { word, icon: Icon } = kinds[line.kind]
  return (
    <span className={css.kind}>
      <Icon size={14} stroke={1.6} aria-hidden />
      {word}
    </span>
  )
}

/** Of what a record speaks, where that has a page of its own. */
const pageOf = (line: AuditLine): string | undefined => {
  const of = parseSubject(line.subject)
  return of.kind === 'customer' || of.kind === 'other' ? undefined : of.id
}

/** The whole sentence, never cut; what it speaks of is a link. */
export const SentenceCell = ({ line }: Props) => {
  const id = pageOf(line)
  const at = id === undefined ? -1 : line.sentence.indexOf(id)
  if (id === undefined || at < 0) return line.sentence
  return (
    <>
      {line.sentence.slice(0, at)}
      <Link {...pathOfSubject(line.customer_id, line.subject)} className={ui.quiet}>
        {id}
      </Link>
      {line.sentence.slice(at + id.length)}
    </>
  )
}

/** Whether a record is of money that moved; a note or message only speaks of an amount. */
const isOfMoney = (line: AuditLine): boolean =>
  line.delta !== null || (line.kind === 'event' && line.amount !== null && line.type !== 'note_added')

/** By how much it moved something; an event that moves nothing itself shows its amount. */
export const ChangeCell = ({ line }: Props) => {
  if (line.delta !== null) return moved(line.delta)
  return line.amount !== null && isOfMoney(line) ? shown(line.amount) : null
}

/** The value after it, with its explanation; of an event that moved money, the balance after it. */
export const AfterCell = ({ line }: Props) => {
  const dials = { as_of: line.effective_at, known_at: `seq:${line.seq}` }
  const customer = line.customer_id
  if (line.figure !== null && line.after !== null)
    return (
      <Why
        figure={line.figure}
        subject={line.subject ?? 'customer'}
        value={line.after}
        unit={unitOf(line.figure)}
        dials={dials}
        customer={customer}
      />
    )
  if (line.balance_after === null || !isOfMoney(line)) return null
  return (
    <>
      <small className={css.small}>balance</small>{' '}
      <Why figure="customer.balance" value={line.balance_after} dials={dials} customer={customer} />
    </>
  )
}

/** Who did it and through which channel. */
export const ActorCell = ({ line }: Props) => (
  <span className={css.actor} title={`${line.actor} · ${line.channel}`}>
    {line.actor} · {line.channel}
  </span>
)

const Root = ({ line }: Props) =>
  line.customer_id === operator ? (
    <span className={css.small}>root</span>
  ) : (
    <Link
      {...paths.chain(line.customer_id, line.root_seq)}
      className={ui.link}
      aria-label={`root of chain ${line.root_seq}`}
    >
      root
    </Link>
  )

/** What led to a record: its parent, or a record of another chain that triggered this one; undefined for a root. */
const causeOf = ({
  parent_seq: parent,
  root_seq: root,
  causes,
}: AuditLine): { seq: number; root: number } | undefined => {
  if (parent !== null) return { seq: parent, root }
  const trigger = causes.find((cause) => cause.role === 'triggered')
  return trigger && { seq: trigger.seq, root: trigger.seq }
}

/** Its cause and its first effect; a record without a cause is said to be a root. */
export const CauseCell = ({ line }: Props) => {
  const { customer_id: customer, root_seq: root, led_to: ledTo } = line
  const [first] = ledTo
  const cause = causeOf(line)
  return (
    <span className={css.causes}>
      {cause === undefined ? (
        <Root line={line} />
      ) : (
        <RecordLink
          customer={customer}
          seq={cause.seq}
          root={cause.root}
          label={`Caused by record ${cause.seq}`}
          mark="cause"
        >
          ↑ #{cause.seq}
        </RecordLink>
      )}
      {first !== undefined && (
        <RecordLink
          customer={customer}
          seq={first}
          root={root}
          label={`Led to ${count(ledTo.length, 'record')}, the first is ${first}`}
          mark="effect"
        >
          ↓ {ledTo.length}
        </RecordLink>
      )}
    </span>
  )
}

/** Whose record it is: a customer's, or one of the operator's own. */
export const CustomerCell = ({ line }: Props) => {
  if (line.customer_id === operator) return <span className={css.small}>operator</span>
  return (
    <Link {...paths.customer(line.customer_id)} className={ui.quiet}>
      {line.customer_id}
    </Link>
  )
}

/** How much later than it happened a record was entered, by the customer's clock; nothing where it was the same day. */
export const lateness = (line: AuditLine, zone: string): string => {
  const days = daysBetween(localDay(line.effective_at, zone), localDay(line.entered_at, zone))
  if (days === 0) return ''
  return days > 0 ? `entered ${count(days, 'day')} later` : `entered ${count(-days, 'day')} earlier`
}
