import { messageKinds } from '../../engine/policy/policy.ts'
import { canChange } from '../can.ts'
import { type Dials, type PolicyAnswer, type TermsOf, termsPath } from '../client/queries.ts'
import type { Action, Body } from '../forms/action.ts'
import { type Field, reason } from '../forms/field.ts'
import type { Said } from '../forms/read-fields.ts'
import { feeOf, type Term, terms, termWords, valueIn } from '../ui/policy-terms.ts'
import { plainWords } from '../ui/status.ts'

const inherited = (words: string) => ({ value: '', label: words })

const written = (value: unknown): string =>
  value === undefined ? '' : Array.isArray(value) ? value.join(', ') : String(value)

const feeFields = (term: Term, own: unknown, none: string): readonly Field[] => {
  const fee = feeOf(own)
  const { section, name } = term
  return [
    {
      kind: 'choice',
      name: `${name}.on`,
      label: term.label,
      section,
      value: fee?.on ?? (own === 'none' ? 'none' : ''),
      options: [
        inherited(none),
        { value: 'none', label: 'None' },
        { value: 'next_invoice', label: 'On the next invoice' },
        { value: 'this_invoice', label: 'On the late invoice' },
      ],
    },
    {
      kind: 'amount',
      zero: true,
      name: `${name}.amount`,
      label: 'Late fee, amount',
      section,
      value: fee?.amount ?? '',
    },
    {
      kind: 'amount',
      zero: true,
      name: `${name}.percent`,
      label: 'Late fee, percent',
      section,
      value: fee?.percent ?? '',
    },
  ]
}

const messageFields = ({ name, section }: Term, own: unknown, inForce: unknown): readonly Field[] => [
  {
    kind: 'choice',
    name: 'messages_of',
    label: 'Messages sent',
    section,
    value: own === undefined ? '' : 'own',
    options: [inherited('As inherited'), { value: 'own', label: 'Those chosen here' }],
  },
  {
    kind: 'several',
    name,
    label: 'Chosen here',
    section,
    value: Array.isArray(own ?? inForce) ? ((own ?? inForce) as string[]).join(',') : '',
    options: Object.keys(messageKinds).map((kind) => ({ value: kind, label: plainWords(kind) })),
  },
]

/** The inputs of a term: what is left empty is inherited. */
const fieldsOf = (term: Term, { own, policy }: PolicyAnswer): readonly Field[] => {
  const [mine, inForce] = [valueIn(own, term), valueIn(policy, term)]
  const hint = mine === undefined ? `Inherited: ${termWords(term, inForce)}` : 'Set here; empty it to inherit'
  const { name, label, section } = term
  const about = { name, label, section, value: written(mine) }
  switch (term.kind) {
    case 'choice': {
      const options = Object.entries(term.words).map(([value, words]) => ({ value, label: words }))
      return [{ ...about, kind: 'choice', options: [inherited(mine === undefined ? hint : 'Inherited'), ...options] }]
    }
    case 'fee':
      return feeFields(term, mine, mine === undefined ? hint : 'Inherited')
    case 'messages':
      return messageFields(term, mine, inForce)
    case 'amount':
      return [{ ...about, kind: 'amount', zero: true, hint }]
    case 'list':
      return [{ ...about, kind: 'days', hint: `${hint}. Days such as 10, 7, 1` }]
    case 'days':
      return [{ ...about, kind: 'whole', hint }]
    default:
      return [{ ...about, kind: 'step', hint: `${hint}. A number or "none"` }]
  }
}

const number = (text: string): unknown => (text === 'none' ? text : Number(text))

/** What a term is set to; null: inherited again. */
const settingOf = (term: Term, said: Said): unknown => {
  const text = said[term.name]
  if (term.kind === 'messages') return said.messages_of === 'own' ? (text?.split(',') ?? []) : null
  if (term.kind === 'fee') {
    const {
      [`${term.name}.on`]: on,
      [`${term.name}.amount`]: amount = '0',
      [`${term.name}.percent`]: percent = '0',
    } = said
    return on === undefined ? null : on === 'none' ? on : { on, amount, percent }
  }
  if (text === undefined) return null
  if (term.kind === 'choice') return text === 'true' || text === 'false' ? text === 'true' : text
  return term.kind === 'amount' || term.kind === 'list' ? text : number(text)
}

const patchOf = (said: Said): Body => {
  const set = terms.map((term) => [term.name.split('.'), settingOf(term, said)] as const)
  const part = set.flatMap(([[, name], value]) => (name === undefined ? [] : [[name, value]]))
  const whole = set.flatMap(([[name, inner], value]) =>
    inner === undefined && name !== undefined ? [[name, value]] : [],
  )
  const why = said.reason === undefined ? {} : { reason: said.reason }
  return { ...Object.fromEntries(whole), collection: Object.fromEntries(part), ...why }
}

/** Changes the terms of a class or a customer; what was decided before stays decided by the terms of its day. */
export const changeTerms = (of: TermsOf, answer: PolicyAnswer, dials: Dials = {}): Action => ({
  name: 'Change terms',
  title: 'class' in of ? `Change the terms of class ${of.class}` : `Change the terms of customer ${of.customer}`,
  may: canChange(dials),
  says: 'This makes a new version. What was decided before stays as it was decided.',
  method: 'PUT',
  path: termsPath(of),
  fields: [...terms.flatMap((term) => fieldsOf(term, answer)), { ...reason(false), section: 'This change' }],
  body: patchOf,
  wide: true,
})
