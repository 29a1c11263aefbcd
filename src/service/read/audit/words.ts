import type { AuditLine } from '../../../contract/answers.ts'
import { findEntries } from '../../../store/directory.ts'
import type { RowChoice, WordChoice } from '../../../store/read/narrowing.ts'
import type { RecordKey } from '../../../store/read/records.ts'
import {
  findRecordsByReference,
  findRecordsBySubject,
  findRecordsByWord,
  findRecordsByXdr,
} from '../../../store/read/words.ts'
import type { Session } from '../../../store/store.ts'
import { isEverywhere, rowsSaying } from './vocabulary.ts'

/** Most records that one word is looked up for; beyond, it narrows only by what else is asked. */
const MOST = 10_000

/** What the words of a search narrow a scan to: `keys` where a word is in few records, else a judgement on each. */
export type Searched = { readonly keys: readonly RecordKey[] | null; readonly words: readonly WordChoice[] }

/**
 * Looks up where each word can be: in sentence templates (in memory), in own text and references (by index), and as an
 * id. That is a superset; whether a record's line really has all words is seen when its sentence is made. A word that
 * no template has and that is found by index is looked for nowhere else: so a rare word costs no scan.
 */
export async function searchWords(
  session: Session,
  customerId: string | null,
  words: readonly string[],
): Promise<Searched> {
  const asked = words.filter((word) => !isEverywhere(word))
  const found = await Promise.all(asked.map((word) => placesOf(session, customerId, word)))
  const rare = found.filter((one) => one.rows.length === 0 && one.keys !== null && one.keys.length > 0)
  const judged = found.filter((one) => one.keys !== null && !rare.includes(one) && !one.isNumber)
  return {
    keys: rare.reduce<readonly RecordKey[] | null>((both, one) => meet(both, one.keys ?? []), null),
    words: judged.map(({ rows, keys, spellings: names }) => ({
      rows,
      keys: keys ?? [],
      spellings: rows.length > 0 ? [] : names,
    })),
  }
}

/** Where a word can be; `keys` null: in too many records to name them. */
type Places = {
  readonly rows: readonly RowChoice[]
  readonly keys: readonly RecordKey[] | null
  readonly spellings: readonly string[]
  /** that is the id of nothing can still be an amount, which any sentence can have */
  readonly isNumber: boolean
}

async function placesOf(session: Session, customerId: string | null, word: string): Promise<Places> {
  const ids = await findEntries(
    session,
    (['invoice', 'payment', 'credit', 'dispute'] as const).flatMap((kind) =>
      spellings(word).map((id) => ({ kind, id })),
    ),
  )
  const own = ids.filter((one) => customerId === null || one.customerId === customerId)
  const found = await Promise.all([
    findRecordsByWord(session, customerId, word, MOST),
    findRecordsByReference(session, customerId, word, MOST),
    /^\d{1,18}$/.test(word) ? findRecordsByXdr(session, customerId, BigInt(word), MOST) : [],
    ...own.map((one) => findRecordsBySubject(session, one, MOST)),
  ])
  const isTooMany = found.some((keys) => keys.length === MOST)
  return {
    rows: rowsSaying(word),
    keys: isTooMany ? null : found.flat(),
    spellings: spellings(word),
    isNumber: /^\d+$/.test(word),
  }
}

/** Ids are told apart by case; words of a search were put in small letters. */
const spellings = (word: string): string[] => [
  ...new Set([word, word.toUpperCase(), word.charAt(0).toUpperCase() + word.slice(1)]),
]

const nameOf = (key: RecordKey): string => `${key.seq} ${key.customerId}`

function meet(a: readonly RecordKey[] | null, b: readonly RecordKey[]): readonly RecordKey[] {
  const unique = new Map(b.map((key) => [nameOf(key), key]))
  if (a === null) return [...unique.values()]
  return a.filter((key) => unique.has(nameOf(key)))
}

/** Whether a line has all words: in its sentence, ids, reference, actor or customer. */
export function saysAll(line: AuditLine, words: readonly string[]): boolean {
  if (words.length === 0) return true
  const { sentence, subject, xdr_id, reference, actor, customer_id } = line
  const text = [sentence, subject, xdr_id, reference, actor, customer_id].join(' ').toLowerCase()
  return words.every((word) => text.includes(word) || text.includes(word.replace('-', '−')))
}
