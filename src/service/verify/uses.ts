import type { KeyUse } from '../../store/history/idempotency.ts'
import type { Kept } from './pages.ts'
import type { Review } from './under-review.ts'

/** Asked of several as one, under the one key of the first: a batch, a move, what waited. */
const AS_ONE = /^(batch:|move:|SCH-)/
const SALT = 16

/**
 * Notes the keys that no operation was asked for under, and those of which the salt is none that was ever written: it is
 * emptied only where a text of the request was erased.
 */
export function noteUses(
  { strayUses }: Review,
  { operations, uses, texts }: Pick<Kept, 'operations' | 'uses' | 'texts'>,
): void {
  const ends = new Map(operations.map((one) => [one.firstSeq, one.lastSeq]))
  const emptied = texts.filter((one) => one.salt.length === 0)
  const isEmptied = ({ firstSeq, lastSeq }: KeyUse): boolean =>
    emptied.some((one) => one.seq >= firstSeq && one.seq <= lastSeq)
  for (const use of uses) {
    const { key, firstSeq: seq, salt, correlationId } = use
    if (ends.get(seq) !== use.lastSeq)
      strayUses.push({ seq, what: `key ${key} was answered with it, but no operation made it` })
    if (salt === null || salt.length === SALT) continue
    if (salt.length !== 0 || !(AS_ONE.test(correlationId) || isEmptied(use)))
      strayUses.push({ seq, what: `key ${key} is kept with another salt, or none, though no text of it was erased` })
  }
}
