import type { Circumstances } from '../asked/circumstances.ts'
import { type CommandOp, commandRow } from '../asked/command.ts'
import { type Check, check } from '../planning/checks.ts'
import { textFromDay } from '../time.ts'

/** Are the books open on the day of an operation? Until and with the day `closedUntil` nobody books anything. */
export const booksOpen = (op: CommandOp, { effectiveOn, closedUntil }: Circumstances): Check =>
  closedUntil === undefined || effectiveOn > closedUntil || commandRow(op).bySystem === true
    ? null
    : check(false, 'period_closed', {
        effective_on: textFromDay(effectiveOn),
        closed_until: textFromDay(closedUntil),
      })
