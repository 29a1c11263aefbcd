import type { Command, CommandOp } from '../../src/engine/asked/command.ts'
import type { Desk } from './desk.ts'
import { allocation, credit, creditNote, deallocation, voidNote } from './operations-credits.ts'
import {
  collection,
  details,
  dispute,
  lift,
  limit,
  moveOpening,
  note,
  resolution,
  status,
} from './operations-customers.ts'
import {
  adjustment,
  charge,
  draft,
  draftLine,
  dueDate,
  invoice,
  issueDraft,
  turnIntoCredit,
  undoWriteOff,
  usage,
  voidInvoice,
  writeOff,
} from './operations-invoices.ts'
import { authorisation, move, payment, refund, settlement, takingBack } from './operations-payments.ts'
import { outcome, schedule, terms, upkeep } from './operations-upkeep.ts'

type Make = (desk: Desk) => Command

const times = (count: number, one: Make) => Array.from({ length: count }, () => one)

/** The operations with their weights; what is not there (undefined) lets a day pass and does nothing else. */
export const operations: readonly (Make | undefined)[] = [
  undefined,
  ...times(8, charge),
  ...times(4, usage),
  ...times(16, invoice),
  ...times(10, adjustment),
  ...times(15, payment),
  ...times(6, (desk) => allocation(desk, 'payment')),
  ...times(5, (desk) => deallocation(desk, 'payment')),
  ...times(6, (desk) => allocation(desk, 'credit')),
  ...times(4, (desk) => deallocation(desk, 'credit')),
  ...times(4, authorisation),
  ...times(5, settlement),
  ...times(2, takingBack('fail_payment')),
  ...times(3, takingBack('void_payment')),
  ...times(4, takingBack('charge_back_payment')),
  ...times(4, takingBack('reverse_chargeback')),
  ...times(6, refund),
  ...times(5, move),
  ...times(4, credit),
  ...times(8, creditNote),
  ...times(4, voidNote),
  ...times(5, writeOff),
  ...times(4, undoWriteOff),
  ...times(5, voidInvoice),
  ...times(3, turnIntoCredit),
  ...times(3, draft),
  ...times(2, draftLine),
  ...times(4, issueDraft),
  ...times(3, dueDate),
  ...times(5, dispute),
  ...times(5, resolution),
  ...times(4, terms),
  ...times(3, limit),
  ...times(2, moveOpening),
  ...times(3, status),
  ...times(3, lift),
  ...times(3, collection),
  ...times(2, details),
  ...times(5, note),
  ...times(2, schedule),
  ...times(4, upkeep),
  ...times(3, outcome),
]

/** What is only ever done now: that a thing waits, and that it does not any more, that a text is erased, a clock joined. */
export const onlyNow: ReadonlySet<CommandOp> = new Set<CommandOp>([
  'schedule_operation',
  'end_scheduled',
  'erase_text',
  'join_clock',
])
