import { type DecisionType, decisionTypes } from '../events/decisions.ts'
import { events } from '../events/effects.ts'
import { messageTypes } from '../events/messages.ts'
import { type CauseRole, causeRoles, type LedgerRecord } from '../events/record.ts'
import { type Code, codes, type SlotName, slots } from '../events/slots.ts'
import { baseFigures, type SubjectKind, subjectKinds } from '../figures/base.ts'
import { formulas } from '../figures/formulas.ts'

/** A table of names and their numbers, readable both ways; a number that is used twice is a bug. */
function numbered<N extends string>(
  entries: readonly (readonly [N, number])[],
): {
  readonly of: (name: N) => number
  readonly name: (no: number) => N
} {
  const byName = new Map(entries)
  const byNumber = new Map(entries.map(([name, no]) => [no, name]))
  if (byNumber.size !== byName.size) throw new Error('Bug: a number stands for two names')
  return {
    of: (name) => byName.get(name) ?? missing(name),
    name: (no) => byNumber.get(no) ?? missing(String(no)),
  }
}

function missing(what: string): never {
  throw new Error(`There is no number or name ${what} in this table`)
}

const entriesOf = <N extends string, V>(table: Readonly<Record<N, V>>): [N, V][] => Object.entries(table) as [N, V][]
const noOf = <N extends string>(table: Readonly<Record<N, { readonly no: number }>>): [N, number][] =>
  entriesOf(table).map(([name, row]) => [name, row.no])

export const kindNo = numbered<LedgerRecord['kind']>([
  ['event', 1],
  ['change', 2],
  ['decision', 3],
  ['message', 4],
])
export const eventNo = numbered(noOf(events))
export const decisionNo = numbered(entriesOf(decisionTypes))
export const messageNo = numbered(entriesOf(messageTypes))
export const changeNo = numbered<'amount_changed' | 'status_changed'>([
  ['amount_changed', 1],
  ['status_changed', 2],
])
/** Base figures and formulas share one row of numbers. */
export const figureNo = numbered<string>([...noOf(baseFigures), ...noOf(formulas)])
export const subjectNo = numbered<SubjectKind>(entriesOf(subjectKinds))
export const roleNo = numbered<CauseRole>(entriesOf(causeRoles))
export const codeNo = numbered<Code>(entriesOf(codes))
export const slotNo = numbered<SlotName>(entriesOf(slots).map(([name, [no]]) => [name, no]))

/** The number of a record's type, within its kind. */
export function typeNo(record: Pick<LedgerRecord, 'kind' | 'type'>): number {
  if (record.kind === 'event') return eventNo.of(record.type as keyof typeof events)
  if (record.kind === 'change') return changeNo.of(record.type as 'amount_changed')
  if (record.kind === 'decision') return decisionNo.of(record.type as DecisionType)
  return messageNo.of(record.type as keyof typeof messageTypes)
}
