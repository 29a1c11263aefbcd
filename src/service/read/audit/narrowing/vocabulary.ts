import { commandNames } from '../../../../contract/operations.ts'
import { roleNames } from '../../../../contract/permissions.ts'
import { refusals } from '../../../../engine/asked/refusals.ts'
import { eventNo, kindNo } from '../../../../engine/bytes/numbers.ts'
import { type EventType, events } from '../../../../engine/events/effects.ts'
import type { Code, SlotName } from '../../../../engine/events/slots.ts'
import { eventRows } from '../../../../engine/explain/events/event-sentences.ts'
import { casesOf } from '../../../../engine/explain/sentences/conditions.ts'
import { codeWords, figureWords, statusWords, termWords } from '../../../../engine/explain/words.ts'
import { baseFigures } from '../../../../engine/figures/base.ts'
import { formulas, isFormula } from '../../../../engine/figures/formulas.ts'
import type { FormulaName } from '../../../../engine/figures/names.ts'
import { knownRules } from '../../../../engine/rules/rules.ts'
import { figuresOf } from '../../../../engine/values/verdict.ts'
import type { RowChoice } from '../../../../store/read/audit/narrowing.ts'

/** Words of a text in small letters, without punctuation. */
const tokens = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}.-]+/u)
    .filter((token) => token !== '')
const tokensOf = (texts: readonly string[]): ReadonlySet<string> => new Set(texts.flatMap(tokens))

const eventTypes = Object.keys(events) as EventType[]
const figureNames = [...Object.keys(baseFigures), ...Object.keys(formulas)]

/** The codes that a slot can hold; a search for the words of one is not to look into every record with a code. */
const codesIn: Readonly<Partial<Record<SlotName, readonly Code[]>>> = {
  billing: ['postpaid', 'prepaid'],
  rule: [
    'oldest_first',
    'chosen',
    'by_hand',
    'automatic',
    'adjustment_release',
    'none',
    'hold',
    'chargeback',
    'payment_voided',
    'payment_failed',
    'refund',
    'credit_note',
    'credit_note_voided',
    'invoice_voided',
    'recovery',
    'adjustment',
    'credit_withdrawn',
    'restored',
  ],
  creditKind: ['manual', 'promotional'],
  noteKind: ['note', 'dispute'],
  mail: ['send', 'withhold'],
  outcome: ['done', 'failed', 'cancelled'],
  runKind: ['collection', 'import', 'advance', 'join', 'billing', 'policy'],
  role: roleNames,
}

/** The names that a slot can hold, of operations and of refusals; sentences write them with spaces. */
const namesIn: Readonly<Partial<Record<SlotName, readonly string[]>>> = {
  op: commandNames,
  refusal: Object.keys(refusals),
}

const codeTexts = (type: EventType): string[] =>
  events[type].facts.flatMap((fact) => {
    const slot = fact.replace('?', '') as SlotName
    const codes = codesIn[slot] ?? []
    const named = namesIn[slot] ?? []
    return [...codes.flatMap((code) => [code, codeWords[code]]), ...named.map((name) => name.replaceAll('_', ' '))]
  })

/** What the sentences of each type of event are made of, beside amounts, dates, names and own text. */
const eventTokens = new Map(
  eventTypes.map((type) => {
    const stem = type.replaceAll('_', ' ')
    const every = 'customer invoice payment credit xdr id rule reason at of to from without date total on with'
    return [type, tokensOf([eventRows[type].words, stem, every, ...codeTexts(type)])] as const
  }),
)

/** As what sentences of changes name their subjects. */
const SUBJECTS = 'for invoice payment credit note dispute'

/** What the sentences of changed amounts are made of; their source is an event in words. */
const amountTokens = tokensOf([
  'changed from to of increased decreased by source xdr id set none',
  SUBJECTS,
  'adjustment allocation deallocation issue opening evaluation erasure joining adoption negative total charge note dispute for',
  ...eventTypes.flatMap((type) => [type.replaceAll('_', ' '), eventRows[type].words]),
])

/** What the sentences of a changed status are made of: its name, statuses, conditions. */
function statusTokens(figure: FormulaName): ReadonlySet<string> {
  const cases = knownRules.flatMap((rules) => casesOf(figure, rules))
  const terms = cases.flatMap((one) => one.when.flatMap(figuresOf)).map(termWords)
  const names = cases.map((one) => statusWords(one.status))
  return tokensOf([
    'status changed from to set stayed reason on since not by',
    SUBJECTS,
    figureWords(figure),
    ...terms,
    ...names,
    ...cases.map((one) => one.otherwise ?? ''),
  ])
}

const changes = figureNames.filter(isFormula).map((figure) => {
  const isStatus = formulas[figure].kind === 'status'
  const tokens = isStatus ? statusTokens(figure) : new Set([...amountTokens, ...tokensOf([figureWords(figure)])])
  return { no: formulas[figure].no, tokens }
})

const decisionTokens = tokensOf([
  'late fee limitation suspension termination for invoice withheld by policy version until decision',
  ...Object.values(codeWords),
])

const messageTokens = tokensOf([
  'for invoice payment queued sent not yet withheld attempt it states outstanding due message',
  'received a balance of and limit collectible',
  ...Object.values(codeWords),
])

/** The records whose sentences can have a word that begins so, by what their templates are made of. */
export function rowsSaying(word: string): RowChoice[] {
  const says = (known: ReadonlySet<string> | undefined): boolean =>
    [...(known ?? [])].some((token) => token.startsWith(word))
  const types = eventTypes.filter((type) => says(eventTokens.get(type))).map((type) => eventNo.of(type))
  const figures = changes.filter((one) => says(one.tokens)).map((one) => one.no)
  return [
    ...(types.length === 0 ? [] : [{ kind: kindNo.of('event'), types }]),
    ...(figures.length === 0 ? [] : [{ kind: kindNo.of('change'), figures }]),
    ...(says(decisionTokens) ? [{ kind: kindNo.of('decision') }] : []),
    ...(says(messageTokens) ? [{ kind: kindNo.of('message') }] : []),
  ]
}

const MONTH = /^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\p{L}*$/u
const NUMBER = /^[-−+]?[\d.,:/-]+$/
const YEAR = /^(19|20)\d\d$/
const ID = /^\d{4,}$/

/** Amounts, dates and their parts: any sentence can have them, so that they alone narrow nothing. */
export const isEverywhere = (word: string): boolean =>
  MONTH.test(word) || !/[\p{L}\p{N}]/u.test(word) || (NUMBER.test(word) && !isId(word))

/** A number that is more likely an id than an amount or a year: where one has it, it is looked for there alone. */
const isId = (word: string): boolean => ID.test(word) && !YEAR.test(word)
