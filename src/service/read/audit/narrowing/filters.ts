import { recordKinds, recordTypes } from '../../../../contract/queries.ts'
import { changeNo, decisionNo, eventNo, kindNo, messageNo } from '../../../../engine/bytes/numbers.ts'
import { type DecisionType, decisionTypes } from '../../../../engine/events/decisions.ts'
import type { EventType } from '../../../../engine/events/effects.ts'
import { events } from '../../../../engine/events/effects.ts'
import { type MessageType, messageTypes } from '../../../../engine/events/messages.ts'
import type { FigureName } from '../../../../engine/figures/names.ts'
import { parseAmount } from '../../../../engine/money/amount.ts'
import type { NameChoice, RowChoice } from '../../../../store/read/audit/narrowing.ts'
import { misunderstood } from '../../records/fault.ts'
import { figureNamed } from '../../view/figure-names.ts'
import { type Cursor, cursorFrom } from './cursor.ts'

/** The query of an audit page as it was written; every member may be left out. */
export type AuditAsked = {
  readonly [name in
    | 'from'
    | 'to'
    | 'time'
    | 'figure'
    | 'subject'
    | 'kind'
    | 'type'
    | 'actor'
    | 'channel'
    | 'realm'
    | 'ip'
    | 'amount'
    | 'direction'
    | 'invoice'
    | 'xdr'
    | 'chain'
    | 'q'
    | 'order'
    | 'limit'
    | 'cursor'
    | 'as_of'
    | 'known_at']?: string | undefined
}

/** The filters of an audit page as they were understood, before anything is looked up. */
export type Filters = {
  readonly clock: 'effective' | 'recorded'
  readonly newestFirst: boolean
  readonly limit: number
  readonly cursor: Cursor | null
  readonly kinds: readonly Kind[]
  readonly types: readonly string[]
  readonly figures: readonly FigureName[]
  readonly names: Readonly<Record<'actor' | 'channel' | 'realm' | 'ip', NameChoice>>
  readonly amounts: readonly [bigint | null, bigint | null] | null
  readonly direction: 'increase' | 'decrease' | null
  readonly xdrIds: readonly bigint[] | null
  readonly words: readonly SearchWord[]
}

type Kind = (typeof recordKinds)[number]

const DEFAULT_LIMIT = 50
const MOST = 500

/** Reads the filters of an audit page; asks back, naming the values that are allowed, where one is not understood. */
export function readFilters(asked: AuditAsked): Filters {
  return {
    clock: oneOf(asked.time, 'time', ['effective', 'recorded']) ?? 'effective',
    newestFirst: oneOf(asked.order, 'order', ['desc', 'asc']) !== 'asc',
    limit: limitOf(asked.limit),
    cursor: asked.cursor === undefined ? null : cursorFrom(asked.cursor),
    kinds: listOf(asked.kind).map((kind) => required(kind, 'kind', recordKinds)),
    types: listOf(asked.type).map((type) => required(type, 'type', recordTypes)),
    figures: listOf(asked.figure).map((figure) => figureNamed(figure, 'customer')),
    names: {
      actor: { ...choice(asked.actor), starts: choice(asked.actor).only.map((name) => name.toLowerCase()) },
      channel: choice(asked.channel),
      realm: choice(asked.realm),
      ip: choice(asked.ip),
    },
    amounts: asked.amount === undefined ? null : amountsOf(asked.amount),
    direction: oneOf(asked.direction, 'direction', ['increase', 'decrease']) ?? null,
    xdrIds: asked.xdr === undefined ? null : listOf(asked.xdr).map(xdrIdOf),
    words: wordsOf(asked.q),
  }
}

/** A list as filters write it: by comma, blanks around ignored. */
export const listOf = (text: string | undefined): string[] =>
  text === undefined ? [] : text.split(',').flatMap((one) => (one.trim() === '' ? [] : [one.trim()]))

function oneOf<const A extends readonly string[]>(
  text: string | undefined,
  name: string,
  allowed: A,
): A[number] | undefined {
  return text === undefined ? undefined : required(text, name, allowed)
}

function required<const A extends readonly string[]>(text: string, name: string, allowed: A): A[number] {
  const found = allowed.find((one) => one === text)
  if (found === undefined) throw misunderstood(name, 'one of the allowed values', allowed)
  return found
}

function limitOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_LIMIT
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0
  if (limit < 1 || limit > MOST) throw misunderstood('limit', `a number from 1 to ${MOST}`)
  return limit
}

/** Values beginning with "-" exclude. */
const choice = (text: string | undefined): NameChoice => ({
  only: listOf(text).filter((one) => !one.startsWith('-')),
  not: listOf(text).flatMap((one) => (one.startsWith('-') ? [one.slice(1)] : [])),
})

/** "30", ">=30", "<=30" or "10..30", on the size of an amount whatever its sign. */
function amountsOf(text: string): readonly [bigint | null, bigint | null] {
  const [, compare, single] = /^(>=|<=)?([\d.]+?)$/.exec(text) ?? []
  const [, low, high] = /^(\d[\d.]*?)\.\.(\d[\d.]*)$/.exec(text) ?? []
  if (low !== undefined && high !== undefined) return [sizeOf(low), sizeOf(high)]
  if (single === undefined) throw misunderstood('amount', 'an amount without sign', ['30', '>=30', '<=30', '10..30'])
  const size = sizeOf(single)
  return compare === '>=' ? [size, null] : compare === '<=' ? [null, size] : [size, size]
}

function sizeOf(text: string): bigint {
  const parsed = parseAmount(text)
  if (!parsed.ok) throw misunderstood('amount', 'an amount without sign', ['30', '>=30', '<=30', '10..30'])
  return parsed.micros
}

function xdrIdOf(text: string): bigint {
  const id = /^[1-9]\d{0,18}$/.test(text) ? BigInt(text) : 0n
  if (id === 0n || id >= 2n ** 63n) throw misunderstood('xdr', 'xDR ids: positive numbers')
  return id
}

const MOST_WORDS = 12

/**
 * A word of a search in small letters, without the punctuation around it; and how an id can have been typed that begins
 * with it: with its marks, and with all that was typed, for ids with blanks.
 */
export type SearchWord = { readonly text: string; readonly typed: readonly string[] }

const AROUND = /^[\s"'“”(),;:.!?]+|[\s"'“”(),;:.!?]+$/g

/** A text without the punctuation around it. */
export const plainOf = (text: string): string => text.replaceAll(AROUND, '')

/** Words of a search; one that is nothing but marks stays as it is. */
export function wordsOf(text: string | undefined): SearchWord[] {
  const whole = (text ?? '').trim()
  if (whole === '') return []
  const words = whole.split(/\s+/).map((typed) => {
    const plain = typed.toLowerCase()
    return { text: plainOf(plain) || plain, typed: [...new Set([typed, whole])] }
  })
  return words.slice(0, MOST_WORDS)
}

const changeTypes = ['amount_changed', 'status_changed'] as const

/** The rows that a choice of kinds and types allows; null for all. */
export function rowsOf({ kinds: chosen, types }: Pick<Filters, 'kinds' | 'types'>): RowChoice[] | null {
  if (chosen.length === 0 && types.length === 0) return null
  const allowed = chosen.length === 0 ? recordKinds : chosen
  if (types.length === 0) return allowed.map((kind) => ({ kind: kindNo.of(kind) }))
  return allowed.map((kind) => ({ kind: kindNo.of(kind), types: types.flatMap((type) => numberOf(kind, type)) }))
}

function numberOf(kind: Kind, type: string): number[] {
  if (kind === 'event' && Object.hasOwn(events, type)) return [eventNo.of(type as EventType)]
  if (kind === 'decision' && Object.hasOwn(decisionTypes, type)) return [decisionNo.of(type as DecisionType)]
  if (kind === 'message' && Object.hasOwn(messageTypes, type)) return [messageNo.of(type as MessageType)]
  return kind === 'change' ? changeTypes.filter((one) => one === type).map(changeNo.of) : []
}
