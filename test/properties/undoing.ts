import { policyToText } from '../../src/engine/policy/policy.ts'
import { dayAt } from '../../src/service/asked/days.ts'
import { type MemoryLedger, perform } from '../memory/ledger.ts'
import { engineStatement, type Statement } from './audited.ts'
import { must } from './books.ts'
import { deskNow, drawing, type History, play } from './history.ts'
import { openAnother } from './operations-customers.ts'
import { type Reversal, reversals } from './reversals.ts'

const silent = { onDay: () => undefined, onOperation: () => undefined }

/** A ledger to go on with, while the one that it comes from stays as it is. */
const branchOf = (ledger: MemoryLedger): MemoryLedger => ({
  ...ledger,
  customers: new Map(ledger.customers),
  records: copied(ledger.records),
  hashes: copied(ledger.hashes),
  operations: copied(ledger.operations),
  texts: new Map(ledger.texts),
})

const copied = <T>(map: ReadonlyMap<string, readonly T[]>): Map<string, T[]> =>
  new Map([...map].map(([key, list]) => [key, [...list]]))

/**
 * Nothing is applied by itself, no fee falls due and nobody is terminated on the way: none of that is undone with what
 * brought it about (2-domain 2.2, 2.5).
 */
function applyNothing(ledger: MemoryLedger): void {
  for (const { id, policy } of ledger.customers.values()) {
    const { collection, ...others } = policyToText(policy)
    const terms = {
      ...others,
      auto_apply: false,
      credit_excess: 'to_credit',
      void_paid: 'allow',
      collection: { ...collection, late_fee: null, termination_after: null },
    }
    const command = { op: 'adopt_policy', version: policy.version + 1, policy: JSON.stringify(terms) } as const
    must(perform(ledger, id, command).ok, () => `${id} does not adopt terms`)
  }
}

/** Answers whether the state had something to try it on that was not refused. */
function tryOn(ledger: MemoryLedger, reversal: Reversal, numbers: readonly number[]): boolean {
  const branch = branchOf(ledger)
  const desk = deskNow(branch, 'C1', drawing(numbers))
  const steps = reversal.make(desk)
  if (steps === null) return false
  const before = statementsOf(branch)
  for (const [at, command] of steps.entries()) {
    const outcome = perform(branch, reversal.whose?.[at] ?? 'C1', command)
    if (!outcome.ok && at === 0) return false
    must(outcome.ok, () => `${reversal.name}: ${command.op} is refused, ${outcome.ok ? '' : outcome.refusal.code}`)
  }
  assertRestored(reversal, before, statementsOf(branch))
  return true
}

/** All figures and statuses of all customers of a ledger: "C1 invoice:2.outstanding". */
function statementsOf({ customers, now, zone }: MemoryLedger): Statement {
  const all: Statement = new Map()
  for (const customer of customers.values()) {
    const statement = engineStatement(customer, { now, today: dayAt(now, zone) })
    for (const [name, value] of statement) all.set(`${customer.id} ${name}`, value)
  }
  return all
}

/**
 * What is owed again after it was settled, or collected again after it was spared, is collected from that day
 * (docs/decisions/0023): these figures tell that it was undone.
 */
const countedAnew = [
  'customer.days_in_collection',
  'customer.limitation_on',
  'customer.suspension_on',
  'customer.termination_on',
  'invoice:*.collection_since',
  'invoice:*.counted_from',
  'invoice:*.spared_since',
  'invoice:*.limitation_on',
  'invoice:*.suspension_on',
  'invoice:*.termination_on',
]

/** A stage that a customer has come to, or that is put off; it can give way to another status, or come in place of one. */
const stages = ['suspended', 'service_limited', 'suspension_delayed', 'limitation_delayed', 'provisionally_terminated']

const isOfStage = (figure: string, ...values: readonly unknown[]): boolean =>
  figure.endsWith(' customer.status') && values.some((value) => stages.includes(String(value)))

function assertRestored({ name, but = [], sums = [] }: Reversal, before: Statement, after: Statement): void {
  const isLeftOut = (figure: string): boolean =>
    [...but, ...countedAnew].some((one) => matches(one, figure.slice(figure.indexOf(' ') + 1)))
  for (const [figure, value] of before) {
    const now = after.get(figure) ?? null
    // day 0: it holds no more, as if it never had
    const isSame = now === value || (figure.endsWith('_since') && value === null && now === 0n)
    must(
      isSame || isLeftOut(figure) || isOfStage(figure, value, now),
      () => `${name}: ${figure} was ${value} and is ${now}`,
    )
  }
  for (const id of ['C1', 'C2']) {
    for (const figures of sums) {
      const [was, is] = [before, after].map((one) =>
        figures.reduce((sum, of) => sum + amountIn(one, `${id} ${of}`), 0n),
      )
      must(was === is, () => `${name}: ${figures.join(' and ')} of ${id} came to ${was} and come to ${is}`)
    }
  }
}

const matches = (pattern: string, figure: string): boolean => {
  const [subject = '', name] = pattern.split('.')
  const [other = '', own] = figure.split('.')
  const isOf = subject.endsWith('*') ? other.startsWith(subject.slice(0, -1)) : subject === other
  return isOf && (name === undefined || name === own)
}

const amountIn = (statement: Statement, figure: string): bigint => {
  const value = statement.get(figure)
  return typeof value === 'bigint' ? value : 0n
}

/** Does and undoes whatever there is to try on the state that a history leaves; `tried` hears of each that it tried. */
export function undoAll(history: History, tried: (name: string) => void): void {
  const ledger = play(history, silent)
  openAnother(ledger, 'C2')
  applyNothing(ledger)
  for (const [at, reversal] of reversals.entries())
    if (tryOn(ledger, reversal, [...history.dials.slice(at % 12), at])) tried(reversal.name)
}
