import type { Customer } from '../state/customer.ts'
import type { Asides } from './asides.ts'
import type { Circumstances } from './circumstances.ts'
import { type CustomerCommand, customerCommands } from './commands/customers.ts'
import { type InvoiceCommand, invoiceCommands } from './commands/invoices.ts'
import { type MoneyCommand, moneyCommands } from './commands/money.ts'
import type { CommandRow } from './commands/row.ts'
import { type UpkeepCommand, upkeepCommands } from './commands/upkeep.ts'
import type { Draft } from './draft.ts'
import type { Refusal } from './refusals.ts'

/**
 * What a caller wants, with all that a decision needs handed in: days, hashes of texts, the ids and numbers that he
 * supplied. One that is null is given after the decision.
 */
export type Command = (InvoiceCommand | MoneyCommand | CustomerCommand | UpkeepCommand) & Asides

export type CommandOp = Command['op']
export type CommandOf<O extends CommandOp> = Extract<Command, { readonly op: O }>

const rows: { readonly [O in CommandOp]: CommandRow } = {
  ...customerCommands,
  ...invoiceCommands,
  ...moneyCommands,
  ...upkeepCommands,
}

/** What is so of a command by its name; of a name that no command has, nothing is. */
export const commandRow = (op: string): CommandRow => (Object.hasOwn(rows, op) ? rows[op as CommandOp] : {})

export type Decision =
  | { readonly ok: true; readonly drafts: readonly Draft[] }
  | { readonly ok: false; readonly refusal: Refusal }

/** A decision knows nothing but its arguments; the same call gives the same answer anywhere. */
export type Decide<O extends CommandOp> = (
  customer: Customer,
  command: CommandOf<O>,
  circumstances: Circumstances,
) => Decision
