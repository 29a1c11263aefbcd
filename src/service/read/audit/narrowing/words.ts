import type { AuditLine } from '../../../../contract/answers.ts'
import type { RowChoice, WordChoice } from '../../../../store/read/audit/narrowing.ts'
import { findCustomersBegun, findEntriesBegun, readActors } from '../../../../store/read/names/begun.ts'
import {
  findRecordsByReference,
  findRecordsBySubjects,
  findRecordsByWord,
  findRecordsByXdr,
  findWordIn,
} from '../../../../store/read/names/words.ts'
import type { RecordKey } from '../../../../store/read/records/records.ts'
import type { Session } from '../../../../store/session/session.ts'
import type { SearchWord } from './filters.ts'
import { isEverywhere, rowsSaying } from './vocabulary.ts'

/** Most records that one word is looked up for; one that is in more is looked for on each on the way. */
const MOST = 3000
/** Most ids that may begin with a word, customers whose id does, and people who ever did something. */
const MOST_IDS = 500

/**
 * What the words of a search narrow a scan to: `keys` where a word is in few records, else a judgement on each; and
 * `said`, by word, the records whose own text has it, also where their sentence does not show that text.
 */
export type Searched = {
  readonly keys: readonly RecordKey[] | null
  readonly words: readonly WordChoice[]
  readonly said: Said
}
/** Where a word is in own text, by the names of records; null: in more than were looked up. */
export type Said = ReadonlyMap<string, ReadonlySet<string> | null>

/**
 * Looks up where each word can be: in sentence templates (in memory), in own text and references (by index), as the
 * beginning of an id, in the name of who did it. That is a superset; whether a record's line really has all words is
 * seen when its sentence is made. A word that no template has and that is found by index is looked for nowhere else: so
 * a rare word costs no scan.
 */
export async function searchWords(
  session: Session,
  customerId: string | null,
  words: readonly SearchWord[],
  most = MOST,
): Promise<Searched> {
  const asked = words.filter((word) => !isEverywhere(word.text))
  const found = await Promise.all(asked.map((word) => placesOf(session, customerId, word, most)))
  const isRare = (one: Places): boolean =>
    one.keys !== null &&
    !one.isInTexts &&
    one.keys.length > 0 &&
    one.rows.length + one.actors.length + one.owners.length === 0
  const judged = found.filter((one) => one.keys !== null && !isRare(one) && (!one.isNumber || one.owners.length > 0))
  return {
    keys: found.filter(isRare).reduce<readonly RecordKey[] | null>((both, one) => meet(both, one.keys ?? []), null),
    words: judged.map(({ word, isInTexts, rows, keys, actors, owners, spellings: names }) => ({
      text: isInTexts ? word : null,
      rows,
      keys: keys ?? [],
      actors,
      owners,
      spellings: rows.length > 0 ? [] : names,
    })),
    said: new Map(found.map(({ word, own }) => [word, own.length < most ? new Set(own.map(nameOf)) : null])),
  }
}

/** What is said of some records: of words that are in too many texts it is looked up for these alone. */
export async function saidOf(session: Session, said: Said, keys: readonly RecordKey[]): Promise<Told> {
  const words = [...said].map(async ([word, known]): Promise<readonly [string, ReadonlySet<string>]> => {
    return [word, known ?? new Set((await findWordIn(session, word, keys)).map(nameOf))]
  })
  return new Map(await Promise.all(words))
}
type Told = ReadonlyMap<string, ReadonlySet<string>>

/** Where a word can be; `keys` null: in too many records to name them. `own`: the records whose own text has it. */
type Places = {
  readonly word: string
  readonly rows: readonly RowChoice[]
  readonly keys: readonly RecordKey[] | null
  readonly own: readonly RecordKey[]
  /** it is in the own text of more than are named */
  readonly isInTexts: boolean
  readonly actors: readonly string[]
  readonly owners: readonly string[]
  readonly spellings: readonly string[]
  /** that is the id of nothing can still be an amount, which any sentence can have */
  readonly isNumber: boolean
}

async function placesOf(
  session: Session,
  customerId: string | null,
  { text, typed }: SearchWord,
  most: number,
): Promise<Places> {
  const [entries, customers, actors] = await Promise.all([
    findEntriesBegun(session, [text, ...typed], MOST_IDS),
    findCustomersBegun(session, text, MOST_IDS),
    readActors(session, MOST_IDS),
  ])
  const concerned = entries.filter((one) => customerId === null || one.customerId === customerId)
  const [own, ...found] = await Promise.all([
    findRecordsByWord(session, customerId, text, most),
    findRecordsByReference(session, customerId, text, most),
    /^\d{1,18}$/.test(text) ? findRecordsByXdr(session, customerId, BigInt(text), most) : [],
    findRecordsBySubjects(session, concerned, most),
  ])
  const isInTexts = own.length >= most
  const isAnywhere =
    found.some((keys) => keys.length >= most) ||
    [entries, customers, actors].some((names) => names.length >= MOST_IDS) ||
    (customerId !== null && customers.includes(customerId))
  return {
    word: text,
    rows: rowsSaying(text),
    keys: isAnywhere ? null : [...(isInTexts ? [] : own), ...found.flat()],
    own,
    isInTexts,
    actors: actors.filter((name) => name.toLowerCase().includes(text)),
    owners: customerId === null ? customers : [],
    spellings: spellingsOf(text),
    isNumber: /^\d+$/.test(text),
  }
}

/** As which a word is looked for in bytes, where ASCII letters count the same in any case. */
const spellingsOf = (text: string): string[] => {
  const spelt = [text, text.toUpperCase(), text.charAt(0).toUpperCase() + text.slice(1)]
  return [...new Set(spelt.map((one) => one.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())))]
}

const nameOf = (key: RecordKey): string => `${key.seq} ${key.customerId}`

function meet(a: readonly RecordKey[] | null, b: readonly RecordKey[]): readonly RecordKey[] {
  const unique = new Map(b.map((key) => [nameOf(key), key]))
  if (a === null) return [...unique.values()]
  return a.filter((key) => unique.has(nameOf(key)))
}

/** Whether a line has all words: in its sentence, ids, reference, actor or customer, or its record in its own text. */
export function saysAll(line: AuditLine, words: readonly SearchWord[], said: Told): boolean {
  if (words.length === 0) return true
  const { sentence, subject, xdr_id, reference, actor, customer_id } = line
  const text = [sentence, subject, xdr_id, reference, actor, customer_id].join(' ').toLowerCase()
  const record = nameOf({ customerId: customer_id, seq: line.seq })
  return words.every(
    ({ text: word }) =>
      text.includes(word) || text.includes(word.replace('-', '−')) || said.get(word)?.has(record) === true,
  )
}
