import { commandRow } from '../../../engine/asked/command.ts'
import type { Left } from '../../../engine/asked/commands/money.ts'
import { readOperation } from '../../../store/read/records/operations.ts'
import type { Reader } from '../../../store/read/records/records.ts'
import { commandFrom } from '../../asked/operation-text.ts'
import type { Done } from './told.ts'

/** What of an operation is not carried out, where it may be so in part: known from doing it, else from its command. */
export async function leftOf(
  reader: Reader,
  { left, customerId, firstSeq }: Done,
  op: string,
): Promise<readonly Left[] | undefined> {
  if (left !== undefined || commandRow(op).inPart !== true) return left
  const operation = await readOperation(reader, { customerId, seq: firstSeq })
  const { command } = commandFrom(operation?.command ?? '{}')
  return 'left' in command ? command.left : undefined
}

/** As answers say it: each charge that is not booked by its number in the bundle, which member, and the rule. */
export const rejected = (left: readonly Left[] | undefined): { readonly rejected?: Left[] } =>
  left === undefined ? {} : { rejected: left.map(({ line, field, code }) => ({ line, field, code })) }
