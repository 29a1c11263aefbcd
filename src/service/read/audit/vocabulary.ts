import { eventNo, kindNo } from '../../../engine/bytes/numbers.ts'
import { type EventType, events } from '../../../engine/events/effects.ts'
import { slots } from '../../../engine/events/slots.ts'
import { eventRows } from '../../../engine/explain/event-sentences.ts'
import { codeWords, figureWords, statusWords, termWords } from '../../../engine/explain/words.ts'
import { baseFigures } from '../../../engine/figures/base.ts'
import { formulas } from '../../../engine/figures/formulas.ts'
import { type Status, statuses } from '../../../engine/figures/statuses.ts'
import type { RowChoice } from '../../../store/read/narrowing.ts'

/** Words of a text in small letters, without punctuation. */
const tokens = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}.-]+/u)
    .filter((token) => token !== '')
const tokensOf = (texts: readonly string[]): ReadonlySet<string> => new Set(texts.flatMap(tokens))

const figureNames = [...Object.keys(baseFigures), ...Object.keys(formulas)]
const isCode = (slot: string): boolean =>
  Object.entries(slots).some(([name, [, type]]) => name === slot && type === 'code')
const tellsCode = (type: EventType): boolean => events[type].facts.some((slot) => isCode(slot.replace('?', '')))
const eventTypes = Object.keys(events) as EventType[]

/** What the sentences of each type of event are made of, beside amounts, dates, names and own text. */
const eventTokens = new Map(
  eventTypes.map((type) => {
    const { words } = eventRows[type]
    const stem = type.replaceAll('_', ' ')
    const every = 'customer invoice payment credit xdr id rule reason at of to from without date total on with'
    return [type, tokensOf([words, stem, every, ...(tellsCode(type) ? Object.values(codeWords) : [])])] as const
  }),
)

const changeTokens = tokensOf([
  'changed from to of increased decreased by source reason xdr id set none status is before today no earlier rule applies',
  ...figureNames.flatMap((figure) => [figureWords(figure), termWords(figure)]),
  ...Object.keys(statuses).map((status) => statusWords(status as Status)),
  ...Object.values(formulas).flatMap((formula) =>
    formula.kind === 'status'
      ? formula.cases.flatMap((one) => ('otherwise' in one ? [String(one.otherwise)] : []))
      : [],
  ),
  ...eventTypes.flatMap((type) => [type.replaceAll('_', ' '), eventRows[type].words]),
  'adjustment allocation deallocation issue opening evaluation erasure joining adoption negative total charge note dispute',
])

const messageTokens = tokensOf([
  'for invoice queued sent not withheld it states outstanding due message',
  ...Object.values(codeWords),
])

/** The records whose sentences can have a word that begins so, by what their templates are made of. */
export function rowsSaying(word: string): RowChoice[] {
  const says = (known: ReadonlySet<string> | undefined): boolean =>
    [...(known ?? [])].some((token) => token.startsWith(word))
  const types = eventTypes.filter((type) => says(eventTokens.get(type))).map((type) => eventNo.of(type))
  return [
    ...(types.length === 0 ? [] : [{ kind: kindNo.of('event'), types }]),
    ...(says(changeTokens) ? [{ kind: kindNo.of('change') }] : []),
    ...(says(messageTokens) ? [{ kind: kindNo.of('message') }] : []),
  ]
}

const MONTH = /^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\p{L}*$/u
const NUMBER = /^[-−+]?[\d.,:/-]+$/

/** Amounts, dates and their parts: any sentence can have them, so that they alone narrow nothing. */
export const isEverywhere = (word: string): boolean =>
  MONTH.test(word) || !/[\p{L}\p{N}]/u.test(word) || (NUMBER.test(word) && !/^\d{5,}$/.test(word))
