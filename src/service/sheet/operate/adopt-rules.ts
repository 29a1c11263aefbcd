import { currentRules } from '../../../engine/rules/rules.ts'
import { type Instant, later } from '../../../engine/time.ts'
import type { Session } from '../../../store/session/session.ts'
import { dayAt, startOfDay } from '../../asked/days.ts'
import { closedOn, readClock, type Sheet } from '../sheet.ts'
import { bookByTheSystem } from './by-the-system.ts'

/** What the adoptions of a version of the rules have in common: their correlation. */
export const adoptionOfRules = (rules: number): string => `rules:${rules}`

/**
 * Puts a sheet's customer on the newest rules, where he is on older ones, before anything else is asked of him or a day of
 * his is evaluated: an operation of its own, effective now on his clock, at the start of the first day that is still to be
 * evaluated, or at the moment of what waited, whichever is first; never before what is recorded of him.
 */
export async function adoptRules(session: Session, sheet: Sheet, wall: Instant, atMost?: Instant): Promise<void> {
  const { customer, nextEvaluationOn } = sheet
  if (customer.seq === 0 || customer.rules >= currentRules) return
  const clock = readClock(sheet, wall)
  const begins = nextEvaluationOn === null ? clock.now : startOfDay(nextEvaluationOn, customer.timeZone)
  const moments = [clock.now, begins, ...(atMost === undefined ? [] : [atMost])]
  const first = moments.reduce((a, b) => (a < b ? a : b))
  const effectiveAt = later(first, customer.openedAt, customer.maxEffectiveAt)
  const isAdopted = await bookByTheSystem(session, sheet, {
    command: { op: 'adopt_rules', rules: currentRules },
    recordedAt: wall,
    effectiveAt,
    effectiveOn: dayAt(effectiveAt, customer.timeZone),
    clock,
    ...closedOn(sheet),
    correlationId: adoptionOfRules(currentRules),
  })
  if (!isAdopted) throw new Error(`Bug: ${sheet.customerId} adopted no rules`)
}
