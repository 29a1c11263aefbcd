import { ApiProblem } from '../client/problem.ts'
import { isNegative, isZero, shown } from '../ui/amount.ts'
import { readMoney } from '../ui/money.ts'
import type { Field } from './field.ts'

/** What was filled in, by member; what was left empty is undefined. */
export type Said = Readonly<Record<string, string | undefined>>

/** Why a member cannot be sent as it is; of an amount that can be read in several ways, which. */
export type Fault = { readonly sentence: string; readonly amounts?: readonly string[] }
export type Wrong = Readonly<Record<string, Fault>>

const textOf = (form: FormData, name: string): string | undefined => {
  const text = form.getAll(name).map(String).join(',').trim()
  return text === '' ? undefined : text
}

type AmountField = Extract<Field, { kind: 'amount' }>

/** What stands there from the beginning is as fine as it is. */
const digitsFor = (text: string, { value, digits }: AmountField): number | undefined =>
  value !== undefined && text === shown(value) ? undefined : digits

const wrongAmount = (text: string, field: AmountField): Fault | undefined => {
  const { zero = false } = field
  const digits = digitsFor(text, field)
  const read = readMoney(text, digits)
  if (read.kind === 'question') return { sentence: questionOf(text, read.amounts, digits), amounts: read.amounts }
  if (read.kind === 'amount' && !isNegative(read.amount) && (zero || !isZero(read.amount))) return undefined
  return { sentence: `The amount is a number ${zero ? 'of zero or more' : 'above zero'}, such as 30.00.` }
}

const questionOf = (text: string, { length }: readonly string[], digits: number | undefined): string => {
  const isTooFine = digits !== undefined && readMoney(text).kind === 'amount'
  const why = isTooFine ? `an amount of ${digits} digits after the point` : 'how amounts are written here'
  return `“${text}” is not ${why}. ${length === 1 ? 'Is this meant?' : 'Which one is meant?'}`
}

const said = (sentence: string): Fault => ({ sentence })

const wrongText = (field: Field, text: string | undefined): Fault | undefined => {
  if (text === undefined) return field.required === true ? said(`${field.label} is needed.`) : undefined
  if (field.kind === 'amount') return wrongAmount(text, field)
  if (field.kind === 'whole' && !/^\d{1,4}$/.test(text)) return said('This is a whole number, such as 14.')
  if (field.kind === 'step' && !/^(\d{1,4}|none)$/.test(text)) return said('This is a whole number, or "none".')
  if (field.kind === 'days' && !/^\d{1,4}( *, *\d{1,4})*$/.test(text))
    return said('These are days by comma, such as 10, 7, 1.')
  return undefined
}

const onWire = (field: Field, text: string | undefined): string | undefined => {
  if (field.kind !== 'amount' || text === undefined) return text
  const read = readMoney(text, digitsFor(text, field))
  return read.kind === 'amount' ? read.amount : text
}

/** Reads a form by its fields: amounts as the wire writes them, and what is wrong with which member. */
export const readFields = (
  fields: readonly Field[],
  form: FormData,
): { readonly said: Said; readonly wrong: Wrong } => {
  const texts = fields.map((field) => [field, textOf(form, field.name)] as const)
  const values = texts.map(([field, text]) => [field.name, onWire(field, text)])
  const wrong = texts.flatMap(([field, text]) => {
    const fault = wrongText(field, text)
    return fault === undefined ? [] : [[field.name, fault]]
  })
  return { said: Object.fromEntries(values), wrong: Object.fromEntries(wrong) }
}

/** Of which member a refusal speaks, by its code. */
const speakOf: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^reason_required$/, ['reason']],
  [/^(customer_unknown|move_to_itself)$/, ['to']],
  [/^(effective_|date_invalid)/, ['effective_at', 'due_on', 'until']],
  [/^due_before_issue$/, ['due_on']],
  [/^until_has_passed$/, ['until']],
  [/^invoice_/, ['invoice']],
  [/^(amount_|claim_)|exceed/, ['amount', 'claimed', 'limit', 'agreed']],
]

/** The member beside which a problem is shown; undefined where it is about the whole. */
export const memberOf = (error: unknown, fields: readonly Field[]): string | undefined => {
  if (!(error instanceof ApiProblem)) return undefined
  const path = error.path?.split(/[./]/).filter((part) => part !== '' && part !== 'body') ?? []
  const candidates = [path.join('.'), path.slice(0, 2).join('.'), path[0]]
  const byCode = speakOf.find(([code]) => code.test(error.code))?.[1] ?? []
  return [...candidates, ...byCode].find((name) => fields.some((field) => field.name === name))
}
