import { withoutNames } from '../../../engine/asked/draft.ts'
import { decide } from '../../../engine/commands/decide.ts'
import type { Instant } from '../../../engine/time.ts'
import { operationId } from '../../asked/ids.ts'
import type { Caller } from '../../asked/request.ts'
import { bookOn } from '../book-on.ts'
import { clockReading, type Sheet } from '../sheet.ts'

/** What the joinings of a clock's customers have in common: their correlation. */
export const joiningOf = (clock: string): string => `join:${clock}`

/** Books on a customer's sheet that he follows the wall clock from now on. */
export function joinOn(sheet: Sheet, wall: Instant, name: string, caller: Caller): void {
  const clock = clockReading(null, wall, sheet.customer.timeZone)
  const id = operationId()
  const circumstances = { operationId: id, recordedAt: wall, effectiveAt: wall, effectiveOn: clock.today, clock }
  const command = { op: 'join_clock', clock: name } as const
  const decision = decide(sheet.customer, command, circumstances)
  if (!decision.ok) throw new Error(`Bug: ${sheet.customerId} could not be joined: ${decision.refusal.code}`)
  bookOn(sheet, {
    command,
    drafts: withoutNames(decision.drafts),
    circumstances,
    caller,
    reference: null,
    correlationId: joiningOf(name),
    texts: [],
    key: null,
  })
}
