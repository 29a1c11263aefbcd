import type { Customer } from '../state/customer.ts'
import type { Asides } from './asides.ts'
import type { Circumstances } from './circumstances.ts'
import type { CustomerCommand } from './customer-commands.ts'
import type { Draft } from './draft.ts'
import type { InvoiceCommand } from './invoice-commands.ts'
import type { MoneyCommand } from './money-commands.ts'

import type { Refusal } from './refusals.ts'
import type { UpkeepCommand } from './upkeep-commands.ts'

/**
 * What a caller wants, with all that a decision needs handed in: days, hashes of texts, the ids and numbers that he
 * supplied. One that is null is given after the decision.
 */
export type Command = (InvoiceCommand | MoneyCommand | CustomerCommand | UpkeepCommand) & Asides

export type CommandOp = Command['op']
export type CommandOf<O extends CommandOp> = Extract<Command, { readonly op: O }>

export type Decision =
  | { readonly ok: true; readonly drafts: readonly Draft[] }
  | { readonly ok: false; readonly refusal: Refusal }

/** A decision knows nothing but its arguments; the same call gives the same answer anywhere. */
export type Decide<O extends CommandOp> = (
  customer: Customer,
  command: CommandOf<O>,
  circumstances: Circumstances,
) => Decision
