import type { Circumstances } from '../asked/circumstances.ts'
import type { Decide } from '../asked/command.ts'
import type { Draft } from '../asked/draft.ts'
import { add, byTheClock, type Course, end, follow, type Judged, type Moment, openCourse } from '../collection/after.ts'
import { announcements } from '../collection/announce.ts'
import { countings } from '../collection/count.ts'
import { type DueFee, dueFees, feeDraft } from '../collection/late-fees.ts'
import { theCustomer } from '../figures/base.ts'
import type { Customer } from '../state/customer.ts'
import { evaluatedAnew, isInClosedBooks, isToEvaluate } from '../state/days-seen.ts'
import { type Day, type Instant, later } from '../time.ts'
import { collectedInvoices, type Dunned, isLifted, mayBeTerminated } from '../values/dunning.ts'
import { stageComesOn } from '../values/stages.ts'

/**
 * Moves the clock of the customer to a day, so that verdicts that depend on it are looked at; again: nothing. What
 * collection books on that day comes with it: counts that move on, late fees, announcements, termination. Nothing of that
 * for a day before today, and only the counts while collection is lifted or the books are closed (docs/decisions/0023).
 */
export const evaluateDay: Decide<'evaluate_day'> = (customer, { day }, circumstances) => {
  if (!isToEvaluate(customer, day)) return { ok: true, drafts: [] }
  const course = courseOf(customer, day, circumstances)
  if (isCollectedOn(customer, day, circumstances)) {
    const fees = dueFees(course.after, collectedInvoices(course.after, day), day)
    add(course, feeDrafts(course.after, fees, { day, effectiveAt: startOf(customer, circumstances) }))
    // a fee can change which invoice it is that free money covers
    const collected = collectedInvoices(course.after, day)
    follow(course, announcements(course.after, collected, day))
    add(course, termination(course.after, collected, course))
  }
  end(course)
  return { ok: true, drafts: course.drafts }
}

/** The day as it begins: that it has come, and the counts that move on with it. */
function courseOf(customer: Customer, day: Day, moment: Moment): Course {
  const effectiveAt = startOf(customer, moment)
  const facts = { day, ...evaluatedAnew(customer, day) }
  const evaluated = { type: 'day_evaluated', subject: theCustomer, facts, parent: null, causes: [] } as const
  const course = openCourse(customer, [{ ...evaluated, effectiveAt }], judgedOn(customer, day, moment))
  follow(course, countings(course.before, course.after, course.day))
  return course
}

/**
 * A day is judged as it begins, however late the clock comes to it: money that is announced until noon of it still spares.
 * A past day on which something counts already that came later can't be seen so any more: it is judged by the clock.
 */
function judgedOn(customer: Customer, day: Day, moment: Moment): Judged {
  const isInOrder = day >= moment.clock.today || customer.maxEffectiveAt <= moment.effectiveAt
  return isInOrder ? { day, now: startOf(customer, moment) } : byTheClock(moment)
}

/** Is anything booked by collection on a day? Not in the past, not while it is lifted, and not in closed books. */
const isCollectedOn = (customer: Customer, day: Day, circumstances: Circumstances): boolean =>
  day >= circumstances.clock.today && !isLifted(customer, day) && !isInClosedBooks(day, circumstances)

/** A day counts from its start, not before the opening and never before the day that was evaluated last. */
const startOf = (customer: Customer, { effectiveAt }: Moment): Instant =>
  later(effectiveAt, customer.openedAt, customer.cells['customer.today']?.at ?? customer.openedAt)

type Booked = { readonly day: Day; readonly effectiveAt: Instant }

/** The late fees of a day, each not before its invoice was issued. */
const feeDrafts = (customer: Customer, fees: readonly DueFee[], { day, effectiveAt }: Booked): Draft[] =>
  fees.map((fee, at) => ({
    ...feeDraft(customer, { ...fee, day, at }),
    effectiveAt: later(effectiveAt, fee.one.invoice.bornAt),
  }))

/** Termination, when its day has come for a collected invoice, and had not when he was set active by hand. */
function termination(customer: Customer, collected: readonly Dunned[], { before, day }: Course): Draft[] {
  const isReached = collected.some(({ invoice }) => {
    const comesOn = stageComesOn(customer, invoice, 'termination')
    return comesOn !== null && comesOn <= day && mayBeTerminated(customer, comesOn)
  })
  if (!isReached) return []
  const facts = { day, policyVersion: BigInt(customer.policy.version) }
  const seqs = collected.map((one) => one.invoice.bornSeq).filter((seq) => seq <= before.seq)
  const causes = seqs.map((seq) => ({ role: 'operand' as const, seq })).slice(0, 100)
  const effectiveAt = customer.maxEffectiveAt
  return [{ type: 'customer_terminated', subject: theCustomer, facts, effectiveAt, parent: null, causes }]
}
