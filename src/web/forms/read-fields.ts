import { ApiProblem } from '../client/problem.ts'
import { isNegative, isZero, typed } from '../ui/amount.ts'
import type { Field } from './field.ts'

/** What was filled in, by member; what was left empty is undefined. */
export type Said = Readonly<Record<string, string | undefined>>

/** Sentences about members that cannot be sent as they are. */
export type Wrong = Readonly<Record<string, string>>

const textOf = (form: FormData, name: string): string | undefined => {
  const text = form.getAll(name).map(String).join(',').trim()
  return text === '' ? undefined : text
}

const wrongAmount = (text: string, zero: boolean): string | undefined => {
  const amount = typed(text)
  if (zero && amount !== null && !isNegative(amount)) return undefined
  if (amount !== null && !isZero(amount) && !isNegative(amount)) return undefined
  return `The amount is a number ${zero ? 'of zero or more' : 'above zero'}, such as 30.00.`
}

const wrongText = (field: Field, text: string | undefined): string | undefined => {
  if (text === undefined) return field.required === true ? `${field.label} is needed.` : undefined
  if (field.kind === 'amount') return wrongAmount(text, field.zero === true)
  if (field.kind === 'whole' && !/^\d{1,4}$/.test(text)) return 'This is a whole number, such as 14.'
  if (field.kind === 'step' && !/^(\d{1,4}|none)$/.test(text)) return 'This is a whole number, or "none".'
  if (field.kind === 'days' && !/^\d{1,4}( *, *\d{1,4})*$/.test(text))
    return 'These are days by comma, such as 10, 7, 1.'
  return undefined
}

/** Reads a form by its fields: amounts as the wire writes them, and what is wrong with which member. */
export const readFields = (
  fields: readonly Field[],
  form: FormData,
): { readonly said: Said; readonly wrong: Wrong } => {
  const texts = fields.map((field) => [field, textOf(form, field.name)] as const)
  const said = texts.map(([field, text]) => [
    field.name,
    field.kind === 'amount' && text !== undefined ? (typed(text) ?? text) : text,
  ])
  const wrong = texts.flatMap(([field, text]) => {
    const sentence = wrongText(field, text)
    return sentence === undefined ? [] : [[field.name, sentence]]
  })
  return { said: Object.fromEntries(said), wrong: Object.fromEntries(wrong) }
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
