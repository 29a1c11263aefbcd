import type { About } from './scenario.ts'

/** The ids that the names of a scenario get, so that many scenarios live in one ledger. */
export type Names = {
  readonly clock: string
  /** the id of a customer by his place in the scenario */
  readonly customer: (of: number) => string
  readonly className: (name: string) => string
  /** the members of a body with ids instead of names */
  readonly renamed: (body: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>
  /** the path of what an expectation is about */
  readonly path: (about: About) => string
  /** how a question names it */
  readonly subject: (about: About) => string
  /** a sentence of the product with the names of the text again */
  readonly asTold: (sentence: string) => string
}

const NAMING = ['invoice', 'payment_id', 'credit_id', 'credit_note', 'dispute_id', 'dispute']
const paths = { invoice: 'invoices', payment: 'payments', credit: 'credits', credit_note: 'credit-notes' } as const

export function namesOf(prefix: string): Names {
  const own = (name: string): string =>
    name.startsWith('CR-') ? name.replace('CR-', `CR-${prefix}-`) : `${prefix}-${name}`
  const customer = (of: number): string => own(of === 0 ? 'customer' : `customer-${of + 1}`)
  const renamed = (body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
    Object.fromEntries(Object.entries(body).map(([member, value]) => [member, renamedValue(member, value)]))
  const renamedValue = (member: string, value: unknown): unknown => {
    if (Array.isArray(value)) return value.map((one) => (isBody(one) ? renamed(one) : one))
    if (typeof value !== 'string') return value
    if (member === 'subject') return value.replace(/:(.+)$/, (_, name: string) => `:${own(name)}`)
    return NAMING.includes(member) ? own(value) : value
  }
  return {
    clock: own('clock'),
    customer,
    className: own,
    renamed,
    path: (about) => {
      if (about.kind === 'customer') return `/customers/${customer(about.of)}`
      return about.kind === 'dispute' ? `/disputes/${own(about.name)}` : `/${paths[about.kind]}/${own(about.name)}`
    },
    subject: (about) => (about.kind === 'customer' ? 'customer' : `${about.kind}:${own(about.name)}`),
    asTold: (sentence) => sentence.replaceAll(`${prefix}-`, ''),
  }
}

const isBody = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
