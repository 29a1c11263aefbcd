import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { type Answer, ask } from '../product/ask.ts'
import { type ApiRequest, datedOperation, requestOf } from './api-requests.ts'
import { done } from './done.ts'
import type { Table } from './on-api.ts'
import type { Action, Operation, Step } from './scenario.ts'

/** A submission with its key, so that it can be sent again. */
export type Sent = ApiRequest & { readonly key: string }

/** Sends what a step asks of the API, and answers what came back. */
export async function carryOut(table: Table, step: Step): Promise<readonly Answer[]> {
  const { action } = step
  const requests = requestsOf(table, step)
  switch (action.kind) {
    case 'nothing':
      return []
    case 'repeated': {
      const [only] = requests
      const key = randomUUID()
      return await Promise.all(Array.from({ length: action.times }, () => post(table, only, key)))
    }
    case 'again':
      return [await post(table, table.last ?? undefined, table.last?.key)]
    case 'policy':
      return [await ask(table.at, 'PUT', policyPath(table, step.of, action.scope), action.terms)]
    case 'cancel':
      return [await cancel(table, step.of, action.dueOn)]
    default:
      return await Promise.all(requests.map((request) => post(table, request)))
  }
}

async function post(table: Table, request: ApiRequest | undefined, key: string = randomUUID()): Promise<Answer> {
  if (request === undefined) throw new Error('there is nothing to send')
  table.last = { ...request, key }
  const answer = await ask(table.at, 'POST', request.path, request.body, key)
  if (answer.status < 300) await askAgain(table, request, { key, answer })
  return answer
}

/** What was answered from what had just been booked is answered alike from the log. */
async function askAgain(
  { at }: Table,
  { path, body }: ApiRequest,
  { key, answer }: { readonly key: string; readonly answer: Answer },
): Promise<void> {
  expect(await ask(at, 'POST', path, body, key), `${path} asked again`).toEqual(answer)
}

function requestsOf({ scenario, names }: Table, step: Step): ApiRequest[] {
  const { action, of } = step
  const path = `/customers/${names.customer(of)}`
  const zone = scenario.customers[of]?.timeZone ?? 'UTC'
  const dated = (operation: Operation): Operation => datedOperation(operation, step, zone)
  switch (action.kind) {
    case 'operation':
    case 'repeated':
      return [requestOf(dated(action.operation), of, names)]
    case 'at_once':
      return action.operations.map((one) => requestOf(dated(one), of, names))
    case 'batch': {
      const operations = action.operations.map(dated).map(({ op, body }) => ({ op, ...names.renamed(body) }))
      return [{ path: `${path}/batch`, body: { operations } }]
    }
    case 'move': {
      const { amount, reason } = action
      return [
        { path: `${path}/moves`, body: { to: names.customer(action.to), amount, ...(reason !== null && { reason }) } },
      ]
    }
    case 'collection':
      return [{ path: '/collection/runs', body: { business_date: step.on, customer_id: names.customer(of) } }]
    default:
      return []
  }
}

function policyPath(
  { scenario, names }: Table,
  of: number,
  scope: Extract<Action, { kind: 'policy' }>['scope'],
): string {
  const name = scenario.customers[of]?.class
  if (scope === 'customer') return `/customers/${names.customer(of)}/policy`
  if (name == null) throw new Error('the customer has no class of his own')
  return `/classes/${names.className(name)}/policy`
}

async function cancel({ at, names }: Table, of: number, dueOn: string): Promise<Answer> {
  const path = `/customers/${names.customer(of)}/scheduled`
  const { items } = done(await ask(at, 'GET', path)) as { items: { scheduled: string; due_on: string }[] }
  const waiting = items.find((one) => one.due_on === dueOn)
  if (waiting === undefined) throw new Error(`nothing waits for ${dueOn}`)
  return await ask(at, 'DELETE', `${path}/${waiting.scheduled}`)
}
