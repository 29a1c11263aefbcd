import type { DecisionType } from '../events/decisions.ts'
import type { Day } from '../time.ts'
import type { MessageKind, Policy } from './policy.ts'

/**
 * What collection does about an invoice by rules 2, and how many days after its due date (before it: negative). Overdue is from the
 * day after the due date; grace days put off the overdue notice and the late fee; limitation, suspension and termination
 * are counted from the due date itself (2-domain 2.5).
 */
export type Step =
  | { readonly kind: 'message'; readonly template: MessageKind; readonly after: number; readonly about: 'invoice' }
  | {
      readonly kind: 'message'
      readonly template: MessageKind
      readonly after: number
      readonly about: 'customer'
      /** days from this message to what it announces */
      readonly ahead: number
    }
  | { readonly kind: 'late_fee'; readonly after: number }
  | { readonly kind: 'stage'; readonly withheld: DecisionType; readonly after: number }

/** Letters about an invoice by its due date: so many days after it (before it: negative). */
export const remindersOf = ({ collection }: Policy): { readonly template: MessageKind; readonly after: number }[] => [
  ...collection.remindersBefore.map((days) => ({ template: 'reminder' as const, after: -days })),
  ...collection.resendAfter.map((days) => ({ template: 'invoice_copy' as const, after: days })),
]

/** All steps of a policy by rules 2, in the order in which they are looked at on a day. */
export function stepsOf({ collection }: Policy): readonly Step[] {
  const { remindersBefore, resendAfter, graceDays, lateFee, warningBefore } = collection
  const letter = (template: MessageKind, after: number): Step => ({
    kind: 'message',
    template,
    after,
    about: 'invoice',
  })
  return [
    ...remindersBefore.map((days) => letter('reminder', -days)),
    ...resendAfter.map((days) => letter('invoice_copy', days)),
    letter('overdue_notice', 1 + graceDays),
    ...(lateFee === null ? [] : [{ kind: 'late_fee', after: 1 + graceDays } as const]),
    ...stage(collection.limitationAfter, warningBefore, 'limitation'),
    ...stage(collection.suspensionAfter, warningBefore, 'suspension'),
    ...stage(collection.terminationAfter, warningBefore, 'termination'),
  ]
}

function stage(
  after: number | null,
  warning: number | null,
  name: 'limitation' | 'suspension' | 'termination',
): Step[] {
  if (after === null) return []
  const reached: Step = { kind: 'stage', withheld: `${name}_withheld`, after }
  if (warning === null || after - warning < 1) return [reached]
  const announced: Step = {
    kind: 'message',
    template: `${name}_warning`,
    after: after - warning,
    about: 'customer',
    ahead: warning,
  }
  return [announced, reached]
}

/** Is a step that falls due on a day one for an invoice that was issued on another? Nothing is done before the day after. */
export const isDue = (step: Step, dueOn: Day, issuedOn: Day, day: Day): boolean =>
  dueOn + step.after === day && day > issuedOn
