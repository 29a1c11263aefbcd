import { policyTerms } from '../../src/contract/policies.ts'
import type { Command } from '../../src/engine/asked/command.ts'
import type { Instant } from '../../src/engine/time.ts'
import { dayAt } from '../../src/service/asked/days.ts'
import { amended, inForce, termsText } from '../../src/service/sheet/policy-terms.ts'
import type { WrittenTerms } from '../../src/store/beside/policies.ts'
import { evaluateDue, type MemoryLedger, type Outcome, perform } from '../memory/ledger.ts'
import { datedOperation } from './api-requests.ts'
import { customerId, moveOn, performOn } from './engine-commands.ts'
import type { Action, Operation, Scenario, Step } from './scenario.ts'

/** A scenario under way; `known` is the last record at the moments that looks back may name. */
export type Table = {
  readonly ledger: MemoryLedger
  readonly scenario: Scenario
  readonly known: Map<string, number>
  /** operations that wait for their moment */
  waiting: Waiting[]
  /** terms that were set, by the customer's id, or "class" */
  readonly terms: Map<string, WrittenTerms>
}

type Waiting = { readonly id: string; readonly of: number; readonly at: Instant; readonly operation: Operation }

/** Lets the clock go to a moment: what waits is carried out on its way, the days are evaluated. */
export function goTo(table: Table, moment: Instant): void {
  const { ledger } = table
  const due = table.waiting.filter(({ at }) => at <= moment).sort((a, b) => Number(a.at - b.at))
  table.waiting = table.waiting.filter(({ at }) => at > moment)
  for (const { id, of, at, operation } of due) {
    ledger.now = at
    const outcome = performOn(ledger, customerId(of), operation)
    const refusal = outcome.ok ? null : outcome.refusal.code
    end(table, of, { op: 'end_scheduled', id, outcome: outcome.ok ? 'done' : 'failed', refusal, reason: null })
  }
  ledger.now = moment
  for (const of of table.scenario.customers.keys()) evaluateDue(ledger, customerId(of))
}

function end({ ledger }: Table, of: number, command: Command): Outcome {
  const outcome = perform(ledger, customerId(of), command)
  if (!outcome.ok) throw new Error(`what waited cannot be ended: ${outcome.refusal.code}`)
  return outcome
}

/** Carries out what happens in a step, and answers the first refusal or the last outcome; null where nothing is done. */
export function carryOut(table: Table, step: Step): Outcome | null {
  const { ledger } = table
  const { action, of } = step
  const dated = (operation: Operation): Operation => datedOperation(operation, step, ledger.zone)
  switch (action.kind) {
    case 'nothing':
    case 'collection':
    case 'again':
      return null
    case 'operation':
    case 'repeated':
      return performNow(table, of, dated(action.operation))
    case 'at_once':
      return firstRefused(action.operations.map((one) => performNow(table, of, dated(one))))
    case 'batch':
      return allOrNothing(ledger, () => {
        for (const one of action.operations) {
          const outcome = performNow(table, of, dated(one))
          if (!outcome.ok) return outcome
        }
        return null
      })
    case 'move':
      return allOrNothing(ledger, () => moveOn(ledger, { ...action, of }))
    case 'policy':
      return adopt(table, of, action)
    case 'cancel':
      return cancel(table, of, action.dueOn)
  }
}

function performNow(table: Table, of: number, operation: Operation): Outcome {
  const { ledger } = table
  return performOn(ledger, customerId(of), operation, (at) => {
    const id = `SCH-${table.waiting.length + 1}-${at}`
    table.waiting.push({ id, of, at, operation })
    const dueOn = dayAt(at, ledger.zone)
    const kept = perform(ledger, customerId(of), { op: 'schedule_operation', id, of: operation.op, dueAt: at, dueOn })
    if (!kept.ok) throw new Error(`cannot wait: ${kept.refusal.code}`)
  })
}

const firstRefused = (outcomes: readonly Outcome[]): Outcome | null =>
  outcomes.find(({ ok }) => !ok) ?? outcomes.at(-1) ?? null

/** Does several things on the ledger; when they end in a refusal, it is as before. */
function allOrNothing(ledger: MemoryLedger, act: () => Outcome | null): Outcome | null {
  const before = {
    customers: new Map(ledger.customers),
    records: copied(ledger.records),
    hashes: copied(ledger.hashes),
    operations: copied(ledger.operations),
  }
  const outcome = act()
  if (outcome === null || outcome.ok) return outcome
  restore(ledger.customers, before.customers)
  restore(ledger.records, before.records)
  restore(ledger.hashes, before.hashes)
  restore(ledger.operations, before.operations)
  return outcome
}

const copied = <T>(lists: ReadonlyMap<string, T[]>): Map<string, T[]> =>
  new Map([...lists].map(([key, list]) => [key, [...list]]))

function restore<T>(map: Map<string, T>, to: ReadonlyMap<string, T>): void {
  map.clear()
  for (const [key, value] of to) map.set(key, value)
}

type Terms = Extract<Action, { kind: 'policy' }>

/** Sets terms of a customer, or of the class that all customers of a scenario are in; whom they concern adopts them. */
function adopt(table: Table, of: number, { scope, terms: patch }: Terms): Outcome | null {
  const { terms, scenario } = table
  const name = scope === 'class' ? scope : customerId(of)
  terms.set(name, amended(terms.get(name) ?? {}, policyTerms.parse(patch)))
  const concerned = scope === 'class' ? [...scenario.customers.keys()] : [of]
  return firstRefused(concerned.map((one) => adoptOne(table, customerId(one))))
}

function adoptOne({ ledger, terms }: Table, id: string): Outcome {
  const version = (ledger.customers.get(id)?.policy.version ?? 0) + 1
  const layers = ['class', id].map((scope) => ({ version, scope, terms: terms.get(scope) ?? {}, recordedAt: 0n }))
  return perform(ledger, id, { op: 'adopt_policy', version, policy: termsText(inForce(layers).terms) })
}

function cancel(table: Table, of: number, dueOn: string): Outcome {
  const waits = table.ledger.customers.get(customerId(of))?.scheduled ?? []
  const found = table.waiting.find(({ operation }) => String(operation.body.effective_at).startsWith(dueOn))
  if (found === undefined || !waits.some(({ id }) => id === found.id)) throw new Error(`nothing waits for ${dueOn}`)
  table.waiting = table.waiting.filter((one) => one !== found)
  return end(table, of, { op: 'end_scheduled', id: found.id, outcome: 'cancelled', refusal: null, reason: null })
}
