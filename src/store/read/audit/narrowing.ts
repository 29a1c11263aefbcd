import { kindNo } from '../../../engine/bytes/numbers.ts'
import { slots } from '../../../engine/events/slots.ts'
import { addTo } from '../../../engine/many.ts'
import type { Instant } from '../../../engine/time.ts'
import { textOfTime } from '../../session/rows.ts'
import { saysWord, wordQuery } from '../names/words.ts'
import type { RecordKey } from '../records/records.ts'
import { CHARGE_BOOKED, noCharge } from '../records/told.ts'
import {
  anySql,
  isShort,
  keysSql,
  type Param,
  type Stretch,
  type SubjectKey,
  stretchSql,
  subjectSql,
  type Trail,
  trailSql,
} from './named.ts'

export type { Stretch, SubjectKey, Trail }

/** Some records by what they are: the numbers of `record`. A list left out allows all. */
export type RowChoice = {
  readonly kind: number
  readonly types?: readonly number[]
  readonly figures?: readonly number[]
}
/** What the actor, channel, realm or address of an operation must or must not be. */
export type NameChoice = {
  readonly only: readonly string[]
  readonly not: readonly string[]
  /** beginnings of the name, in small letters; for people who do not type it out */
  readonly starts?: readonly string[]
}
/** What a word can be found in: some kinds of rows, some records, what somebody did, events that hold a name spelt so. */
export type WordChoice = {
  /** the word itself, where it is in more own texts than can be named: it is looked for in those of each record */
  readonly text: string | null
  readonly rows: readonly RowChoice[]
  readonly keys: readonly RecordKey[]
  readonly actors: readonly string[]
  /** customers all of whose records have it */
  readonly owners: readonly string[]
  readonly spellings: readonly string[]
}

/**
 * Which records an audit page wants. Everything in it is handed to the database as a parameter. What an index serves
 * limits the scan; the rest is judged on each candidate, so that a page never reads more than it may.
 */
export type Narrowing = {
  readonly customerId: string | null
  readonly from: Instant | null
  readonly to: Instant | null
  /** by seq, for bounds in order of recording within one customer */
  readonly seqs: readonly [number, number] | null
  /** what counts until then and was known up to a record */
  readonly reach: Reach | null
  readonly keys: readonly RecordKey[] | null
  /** operations that are all that can match, where that is known and they are few */
  readonly few: readonly Stretch[] | null
  readonly rows: readonly RowChoice[] | null
  /** each list: records that concern one of these */
  readonly subjects: readonly (readonly SubjectKey[])[]
  /** records of the trail of some invoices: that concern these, are charges on them, or led to them */
  readonly trail: Trail | null
  /** records that concern one of these, or the customer himself and no subject */
  readonly orItself: readonly SubjectKey[] | null
  readonly xdrIds: readonly bigint[] | null
  /** the operations of some chains */
  readonly chains: readonly Stretch[] | null
  readonly names: Readonly<Record<'actor' | 'channel' | 'realm' | 'ip', NameChoice>>
  readonly amounts: readonly [bigint | null, bigint | null] | null
  /** amount of an event times this sign, by type: whether it raises (1) or lowers (-1) what the customer owes */
  readonly direction: {
    readonly up: boolean
    readonly raising: readonly number[]
    readonly lowering: readonly number[]
  } | null
  readonly words: readonly WordChoice[]
}

/** Until when something counts, and up to which record it was known. */
export type Reach = { readonly effectiveAt: Instant; readonly knownSeq: number }

/** A WHERE in the making: what limits the scan, what is judged on each candidate, and the values of both. */
export type Conditions = {
  readonly and: string[]
  readonly matches: string[]
  readonly values: unknown[]
  readonly param: (value: unknown) => string
  /** does a judgement ask for something of the operation `o` */
  readonly asksOperation: boolean
  readonly isWithoutCharges: boolean
}

const EVENT = kindNo.of('event')
const CHANGE = kindNo.of('change')

/** By what candidates are judged: their own columns, the operations that made them, or whatever stands in their bytes. */
export function judgedBy(narrowing: Narrowing): 'columns' | 'operations' | 'bytes' {
  if (narrowing.words.some(({ text, spellings }) => text !== null || spellings.length > 0)) return 'bytes'
  return asksOperation(narrowing) ? 'operations' : 'columns'
}

const asksOperation = ({ names, words }: Narrowing): boolean =>
  Object.values(names).some(({ only, not }) => only.length + not.length > 0) ||
  words.some(({ actors }) => actors.length > 0)

/** The conditions of a narrowing on `record r` and its `operation o`. */
export function conditions(narrowing: Narrowing, clock: 'effective' | 'recorded'): Conditions {
  const values: unknown[] = []
  const param = (value: unknown): string => `$${values.push(value)}`
  const isWithoutCharges = !mayBeCharge(narrowing)
  const where = { and: [], matches: [], values, param, asksOperation: asksOperation(narrowing), isWithoutCharges }
  limitScan(narrowing, clock, where)
  judgeCandidates(narrowing, where)
  return where
}

function limitScan(narrowing: Narrowing, clock: string, { and, param, isWithoutCharges }: Conditions): void {
  const { customerId, from, to, seqs, subjects, xdrIds, chains, trail, reach, keys, few } = narrowing
  if (customerId !== null) and.push(`r.customer_id = ${param(customerId)}`)
  if (from !== null) and.push(`r.${clock}_at >= ${param(textOfTime(from))}::timestamptz`)
  if (to !== null) and.push(`r.${clock}_at <= ${param(textOfTime(to))}::timestamptz`)
  if (seqs !== null) and.push(`r.seq between ${param(seqs[0])}::bigint and ${param(seqs[1])}::bigint`)
  if (isWithoutCharges) and.push(noCharge('r'))
  for (const keys of subjects) and.push(anySql(subjectSql(keys, customerId, param)))
  if (reach !== null)
    and.push(
      `r.effective_at <= ${param(textOfTime(reach.effectiveAt))}::timestamptz and r.seq <= ${param(reach.knownSeq)}::bigint`,
    )
  if (trail !== null && (keys ?? few) !== null) and.push(trailSql(trail, customerId, param))
  if (xdrIds !== null) and.push(`r.xdr_id = any(${param(xdrIds.map(String))}::bigint[])`)
  if (chains !== null) and.push(anySql(chains.map((one) => stretchSql(one, param))))
}

/** Can a charge be among what is asked for? Each of the choices must let it in. */
const mayBeCharge = ({ rows, words }: Narrowing): boolean =>
  letsChargeIn(rows) &&
  words.every(
    ({ text, keys, spellings, actors, owners, rows: said }) =>
      text !== null || keys.length + spellings.length + actors.length + owners.length > 0 || letsChargeIn(said),
  )

const letsChargeIn = (rows: readonly RowChoice[] | null): boolean =>
  rows === null ||
  rows.some(({ kind, types }) => kind === EVENT && (types === undefined || types.includes(CHARGE_BOOKED)))

const itself = '(r.invoice is null and r.payment is null and r.credit is null and r.dispute is null)'

function judgeCandidates(narrowing: Narrowing, { matches, param }: Conditions): void {
  const { customerId, rows, orItself, names, amounts, direction, words, trail, keys, few } = narrowing
  if (rows !== null) matches.push(rowsSql(rows, param))
  if (orItself !== null) matches.push(anySql([itself, ...subjectSql(orItself, customerId, param)]))
  for (const [column, { only, not, starts = [] }] of Object.entries(names)) {
    const choice = { only, not, starts }
    addTo(matches, column === 'actor' ? actorSql(choice, param) : nameSql(`o.${column}`, choice, param))
  }
  if (amounts?.[0] != null) matches.push(`abs(r.amount) >= ${param(String(amounts[0]))}::bigint`)
  if (amounts?.[1] != null) matches.push(`abs(r.amount) <= ${param(String(amounts[1]))}::bigint`)
  if (direction !== null) {
    const sign = `(case when r.kind = ${CHANGE} then 1 when r.kind <> ${EVENT} then 0
      when r.type = any(${param(direction.raising)}::int[]) then 1
      when r.type = any(${param(direction.lowering)}::int[]) then -1 else 0 end)`
    matches.push(`r.amount * ${sign} ${direction.up ? '>' : '<'} 0`)
  }
  for (const word of words) matches.push(wordSql(word, param))
  // a short one is where the scan takes its records from
  if (trail !== null && (keys ?? few) === null && !isShort(trail)) matches.push(trailSql(trail, customerId, param))
}

function nameSql(name: string, { only, not, starts = [] }: NameChoice, param: Param): string[] {
  const begins = starts.length === 0 ? [] : [`lower(${name}) like any(${param(starts.map(likePrefix))}::text[])`]
  return [
    ...(only.length === 0 ? [] : [anySql([`${name} = any(${param(only)}::text[])`, ...begins])]),
    ...(not.length === 0 ? [] : [`coalesce(${name}, '') <> all(${param(not)}::text[])`]),
  ]
}

/** The name of an actor stands in the operation, or in a text of the operator's own log: there are few of these. */
const actorSql = (choice: NameChoice, param: Param): string[] =>
  nameSql('o.actor', choice, param).map((said, at) => {
    const isChosen = choice.only.length > 0 && at === 0
    const texts = `select text_id from text t where t.customer_id = '~operator' and t.slot = ${NAME}`
    const [held] = nameSql('t.body', isChosen ? { ...choice, not: [] } : { only: [], not: choice.not }, param)
    return `case when o.actor_text is null then ${said} else o.actor_text in (${texts} and ${held}) end`
  })
const [NAME] = slots.name

/** A text as the beginning of others. */
export const likePrefix = (text: string): string => `${text.replaceAll(/[\\%_]/g, '\\$&')}%`

/** Names (a service, a clock, a currency) stand in the canonical bytes as they are written; ASCII in any case. */
const wordSql = ({ text, rows, keys, actors, owners, spellings }: WordChoice, param: Param): string =>
  anySql([
    rowsSql(rows, param),
    ...(keys.length === 0 ? [] : [keysSql(keys, param)]),
    ...(text === null ? [] : [inTextSql(text, param)]),
    ...(actors.length === 0 ? [] : actorSql({ only: actors, not: [] }, param)),
    ...(owners.length === 0 ? [] : [`r.customer_id = any(${param(owners)}::text[])`]),
    ...spellings.map((word) => `(r.kind = ${EVENT} and position(${bytes(param(word))} in ${CANONICAL}) > 0)`),
  ])

/** Asked of each record by itself: as `exists` all texts with the word would be gathered first. */
const inTextSql = (word: string, param: Param): string =>
  `coalesce((select true from text t where t.customer_id = r.customer_id and t.seq = r.seq
     and ${saysWord('t.body', param(wordQuery([word])), param(word))} limit 1), false)`

const CANONICAL = "lower(encode(r.canonical, 'escape'))"
const bytes = (word: string): string => `lower(encode(convert_to(${word}::text, 'UTF8'), 'escape'))`

const rowsSql = (rows: readonly RowChoice[], param: Param): string =>
  anySql(
    rows.map(({ kind, types, figures }) => {
      const parts = [`r.kind = ${param(kind)}::smallint`]
      if (types !== undefined) parts.push(`r.type = any(${param(types)}::smallint[])`)
      if (figures !== undefined) parts.push(`r.figure = any(${param(figures)}::smallint[])`)
      return `(${parts.join(' and ')})`
    }),
  )
