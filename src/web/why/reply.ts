import type { Explanation } from '../../contract/answers.ts'
import { shown } from '../ui/amount.ts'
import { figureName } from '../ui/figures.ts'
import { lookOf } from '../ui/status.ts'
import { parseSubject } from '../ui/subject.ts'
import { dayOf } from '../ui/time.ts'
import { equationText } from './equation.ts'

const subjectWords = (subject: string): string => {
  const of = parseSubject(subject)
  return of.kind === 'customer' ? '' : `${of.kind === 'other' ? '' : `${of.kind} `}${of.id}, `
}

const headline = (why: Explanation, zone: string): string => {
  const value =
    why.unit === 'status' ? lookOf(why.value).word : `${shown(why.value)}${why.currency ? ` ${why.currency}` : ''}`
  const words = `${subjectWords(why.subject)}${figureName(why.figure).toLowerCase()} on ${dayOf(why.as_of, zone)}: ${value}`
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The explanation as a reply that can be sent to the customer. */
export const replyOf = (why: Explanation, zone: string): string => {
  const steps = why.chain.map((link) => `${dayOf(link.effective_at, zone)}: ${link.sentence}`)
  const sums = why.unit === 'amount' && why.terms.length > 0 ? [equationText(why)] : [why.sentence]
  const hidden = why.chain_count - why.chain.length
  const before = why.chain_next === null ? [] : [`${hidden} or more earlier records are left out.`]
  return [
    headline(why, zone),
    ...sums,
    '',
    ...before,
    ...steps,
    ...why.absences,
    ...(why.clears === null ? [] : ['', why.clears]),
  ]
    .join('\n')
    .trim()
}
