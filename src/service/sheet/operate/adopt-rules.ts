import { withoutNames } from '../../../engine/asked/draft.ts'
import { decide } from '../../../engine/commands/decide.ts'
import { currentRules } from '../../../engine/rules/rules.ts'
import { type Instant, later } from '../../../engine/time.ts'
import { dayAt, startOfDay } from '../../asked/days.ts'
import { operationId } from '../../asked/ids.ts'
import { bookOn } from '../book-on.ts'
import { closedOn, readClock, type Sheet } from '../sheet.ts'
import { theClock } from './evaluate-days.ts'

/** What the adoptions of a version of the rules have in common: their correlation. */
export const adoptionOfRules = (rules: number): string => `rules:${rules}`

/**
 * Puts a sheet's customer on the newest rules, where he is on older ones, before anything else is asked of him or a day of
 * his is evaluated: an operation of its own, effective now on his clock, at the start of the first day that is still to be
 * evaluated, or at the moment of what waited, whichever is first; never before what is recorded of him.
 */
export function adoptRules(sheet: Sheet, wall: Instant, atMost?: Instant): void {
  const { customer, nextEvaluationOn } = sheet
  if (customer.seq === 0 || customer.rules >= currentRules) return
  const clock = readClock(sheet, wall)
  const begins = nextEvaluationOn === null ? clock.now : startOfDay(nextEvaluationOn, customer.timeZone)
  const moments = [clock.now, begins, ...(atMost === undefined ? [] : [atMost])]
  const first = moments.reduce((a, b) => (a < b ? a : b))
  const effectiveAt = later(first, customer.openedAt, customer.maxEffectiveAt)
  const id = operationId()
  const effectiveOn = dayAt(effectiveAt, customer.timeZone)
  const circumstances = { operationId: id, recordedAt: wall, effectiveAt, effectiveOn, clock, ...closedOn(sheet) }
  const command = { op: 'adopt_rules', rules: currentRules } as const
  const decision = decide(customer, command, circumstances)
  if (!decision.ok) throw new Error(`Bug: ${sheet.customerId} could not adopt rules: ${decision.refusal.code}`)
  const booked = bookOn(sheet, {
    command,
    drafts: withoutNames(decision.drafts),
    circumstances,
    caller: theClock,
    reference: null,
    correlationId: adoptionOfRules(currentRules),
    texts: [],
    key: null,
  })
  if (booked === null || 'code' in booked) throw new Error(`Bug: ${sheet.customerId} adopted no rules`)
}
