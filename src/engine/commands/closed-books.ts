import type { Circumstances } from '../asked/circumstances.ts'
import type { CommandOp } from '../asked/command.ts'
import { type Check, check } from '../planning/checks.ts'
import { textFromDay } from '../time.ts'

/** What the ledger does by itself moves no money on a day that is over, and goes on where the books are closed. */
const ofTheSystem: ReadonlySet<CommandOp> = new Set([
  'evaluate_day',
  'adopt_policy',
  'adopt_rules',
  'join_clock',
  'settle_message',
  'schedule_operation',
  'end_scheduled',
  'record_doing',
] satisfies readonly CommandOp[])

/** Are the books open on the day of an operation? Until and with the day `closedUntil` nobody books anything. */
export const booksOpen = (op: CommandOp, { effectiveOn, closedUntil }: Circumstances): Check =>
  closedUntil === undefined || effectiveOn > closedUntil || ofTheSystem.has(op)
    ? null
    : check(false, 'period_closed', {
        effective_on: textFromDay(effectiveOn),
        closed_until: textFromDay(closedUntil),
      })
