import { isDeepStrictEqual } from 'node:util'
import { isOpening } from '../../../contract/operations.ts'
import { policyFrom } from '../../../engine/policy/policy.ts'
import { type Instant, later } from '../../../engine/time.ts'
import { scopeOfCustomer } from '../../../store/beside/policies.ts'
import type { Session } from '../../../store/session/session.ts'
import { dayAt } from '../../asked/days.ts'
import type { ClockReading } from '../../asked/form.ts'
import { type InForce, termsOf, termsText } from '../policy-terms.ts'
import { closedOn, readClock, type Sheet } from '../sheet.ts'
import { bookByTheSystem } from './by-the-system.ts'

/** What the setting of a version and its adoptions have in common: their correlation. */
export const adoptionOf = (version: number): string => `policy:${version}`

/** An operation that waited: its moment, and what the clock shows as it is booked. */
export type Waited = { readonly at: Instant; readonly clock: ClockReading }

/**
 * Puts a sheet's customer on the terms in force for him, where he is on others: an operation of its own, effective now on
 * his clock, or at his opening when he was opened just now. Beside an operation that waited: at its moment, on terms that
 * were in force by then. The days up to today must have been evaluated by the terms that he leaves (2-domain 2.2).
 * Answers whether he adopted any.
 */
export async function adoptPolicy(session: Session, sheet: Sheet, wall: Instant, waited?: Waited): Promise<boolean> {
  const { customer, policies } = sheet
  if (customer.currency === null || policies.size + customer.policy.version === 0) return false
  const inForce = termsOf(policies, customer.id, customer.class)
  if (isOn(sheet, inForce)) return false
  // terms are set by the wall clock; the moments of a named one are neither before that nor after it
  if (waited !== undefined && customer.clock === null && inForce.since > waited.at) return false
  await book(session, sheet, inForce, { wall, waited })
  return true
}

/** A version says which terms, but where a customer with terms of his own has changed his class. */
function isOn({ customer, policies }: Sheet, { version, terms }: InForce): boolean {
  if (version !== customer.policy.version) return false
  return !policies.has(scopeOfCustomer(customer.id)) || isDeepStrictEqual(policyFrom(terms, version), customer.policy)
}

type When = { readonly wall: Instant; readonly waited: Waited | undefined }

async function book(
  session: Session,
  sheet: Sheet,
  { version, terms }: InForce,
  { wall, waited }: When,
): Promise<void> {
  const { customer } = sheet
  const clock = waited?.clock ?? readClock(sheet, wall)
  const at = waited?.at ?? (isJustOpened(sheet) ? customer.openedAt : clock.now)
  // never before what brought the terms
  const effectiveAt = later(at, customer.openedAt, customer.maxEffectiveAt)
  const isAdopted = await bookByTheSystem(session, sheet, {
    command: { op: 'adopt_policy', version, policy: termsText(terms) },
    recordedAt: wall,
    effectiveAt,
    effectiveOn: dayAt(effectiveAt, customer.timeZone),
    clock,
    ...closedOn(sheet),
    correlationId: adoptionOf(version),
  })
  if (!isAdopted) throw new Error(`Bug: ${sheet.customerId} adopted no terms`)
}

const isJustOpened = ({ entries }: Sheet): boolean => isOpening(entries.at(-1)?.operation.op ?? '')
