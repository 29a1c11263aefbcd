import type { z } from 'zod'
import { allocations } from './operations/allocations.ts'
import { charges } from './operations/charges.ts'
import { customers } from './operations/customers.ts'
import { disputes } from './operations/disputes.ts'
import { invoices } from './operations/invoices.ts'
import { issuing } from './operations/issuing.ts'
import { payments } from './operations/payments.ts'
import { refunds } from './operations/refunds.ts'
import type { OperationRow } from './operations/row.ts'

export * from './operations/clocks.ts'

/** What callers can ask of a customer, one row an operation, a file a noun: routes, lines and types follow from these. */
const rows = {
  ...customers,
  ...charges,
  ...issuing,
  ...invoices,
  ...payments,
  ...refunds,
  ...allocations,
  ...disputes,
} as const satisfies Record<string, OperationRow>

export type CommandName = keyof typeof rows

type Command<R extends OperationRow> = z.ZodObject<R['body']['shape'] & R['on']['names'], z.core.$strict>
interface Commands extends Readonly<{ [N in CommandName]: Command<(typeof rows)[N]> }> {}

/** Each operation by its name. */
export const operations: Readonly<Record<CommandName, OperationRow>> = rows

export const commandNames = Object.keys(rows) as CommandName[]

/** The operations by which a customer comes into being. */
export type Opening = { [N in CommandName]: (typeof rows)[N] extends { readonly opens: true } ? N : never }[CommandName]

const openings: ReadonlySet<string> = new Set(commandNames.filter((name) => operations[name].opens))

/** Is it about a customer who is not there yet? */
export const isOpening = (name: string): name is Opening => openings.has(name)

/** The operations as lines of /ingest and /batch name them, with the schema of their members. */
export const commands = Object.fromEntries(
  Object.entries(operations).map(([name, { body, on }]) => [name, withNames(body, on.names)]),
) as Commands

/** The body with the member that names its place; one that has rules between its members cannot get another, and needs none. */
function withNames(body: z.ZodObject, names: z.ZodRawShape): z.ZodObject {
  return Object.keys(names).length === 0 ? body : body.extend(names)
}

/** What a caller hands in for a command, parsed and with defaults. */
export type CommandBody<N extends CommandName> = z.output<Commands[N]>
