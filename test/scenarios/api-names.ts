import type { About } from './scenario.ts'

/** The ids that the names of a scenario get, so that many scenarios live in one ledger. */
export type Names = {
  readonly clock: string
  readonly customer: string
  readonly invoice: (name: string) => string
  readonly payment: (name: string) => string
  readonly credit: (name: string) => string
  /** the path of what an expectation is about */
  readonly path: (about: About) => string
  /** how a question names it */
  readonly subject: (about: About) => string
  /** a sentence of the product with the names of the text again */
  readonly asTold: (sentence: string) => string
}

export function namesOf(prefix: string): Names {
  const own = (name: string): string => `${prefix}-${name}`
  const names = { invoice: own, payment: own, credit: (name: string) => name.replace(/^CR-/, `CR-${prefix}-`) }
  const idOf = (about: Exclude<About, { kind: 'customer' }>): string => names[about.kind](about.name)
  return {
    clock: own('clock'),
    customer: own('customer'),
    ...names,
    path: (about) => (about.kind === 'customer' ? `/customers/${own('customer')}` : `/${about.kind}s/${idOf(about)}`),
    subject: (about) => (about.kind === 'customer' ? 'customer' : `${about.kind}:${idOf(about)}`),
    asTold: (sentence) => sentence.replaceAll(`${prefix}-`, ''),
  }
}
