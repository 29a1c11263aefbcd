import { type CommandOp, commandRow } from '../asked/command.ts'
import type { Draft } from '../asked/draft.ts'

/** The types of the events that an operation of this name can be about; none: it is about its first record. */
export const mainEventsOf = (op: string): readonly string[] => commandRow(op).about ?? []

/** Where the main one stands among the drafts or records of an operation: the first of its types, else the first of all. */
export function mainIndex(op: string, all: readonly { readonly type: string }[]): number {
  const types = mainEventsOf(op)
  return Math.max(
    0,
    all.findIndex((one) => types.includes(one.type)),
  )
}

/** The drafts of an operation, of which one is the main event. */
export function withMain(op: CommandOp, drafts: readonly Draft[]): readonly Draft[] {
  const main = mainIndex(op, drafts)
  return drafts.map((one, at) => (at === main ? { ...one, isMain: true } : one))
}
