import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CommandName } from '../../src/contract/operations.ts'
import { createKey } from '../../src/service/people/api-keys.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { type Api, openApi } from './api.ts'
import type { Document } from './document.ts'

/**
 * Who may do what: each operation of the document and each line, asked by each role. What may be done is written here once
 * more, by hand and by what is asked for, not by permissions.
 */

const roles = ['administrator', 'billing', 'support', 'auditor', 'integration'] as const
type Role = (typeof roles)[number]

/** Who may, beside the administrator: b billing, s support, i integration. */
const deeds: Readonly<Record<CommandName, readonly [who: string, body: object]>> = {
  open_customer: ['bi', { name: 'N', currency: 'USD' }],
  change_details: ['bi', { name: 'M' }],
  move_opening: ['bi', { opened_on: '2020-01-01' }],
  change_credit_limit: ['bi', { limit: '1.00' }],
  set_customer_status: ['bi', { set: 'blocked' }],
  lift_collection: ['bs', { until: '2999-01-01' }],
  add_note: ['bsi', { text: 'T' }],
  erase_text: ['', { text_id: randomUUID(), reason: 'R' }],
  book_charge: ['bi', { amount: '1.00', service: 'calls' }],
  book_usage: ['bi', { service: 'calls', charges: [{ amount: '1.00' }] }],
  book_credit: ['b', { amount: '1.00' }],
  issue_credit_note: ['b', { amount: '1.00', reason: 'R' }],
  void_credit_note: ['b', { credit_note: 'N' }],
  issue_invoice: ['bi', { lines: [{ description: 'L', amount: '1.00' }] }],
  draft_invoice: ['bi', { lines: [{ description: 'L', amount: '1.00' }] }],
  add_draft_line: ['bi', { invoice: 'I', description: 'L', amount: '1.00' }],
  issue_draft: ['bi', { invoice: 'I' }],
  adjust_invoice: ['bs', { invoice: 'I', amount: '-1.00', reason: 'R' }],
  void_invoice: ['b', { invoice: 'I' }],
  write_off_invoice: ['b', { invoice: 'I' }],
  undo_write_off: ['b', { invoice: 'I' }],
  turn_into_credit: ['bs', { invoice: 'I' }],
  change_due_date: ['b', { invoice: 'I', due_on: '2999-01-01' }],
  set_collection: ['bs', { invoice: 'I', collect: false }],
  receive_payment: ['bsi', { amount: '1.00' }],
  authorise_payment: ['bsi', { amount: '1.00' }],
  settle_payment: ['bsi', { payment_id: 'P' }],
  fail_payment: ['b', { payment_id: 'P' }],
  void_payment: ['b', { payment_id: 'P' }],
  charge_back_payment: ['b', { payment_id: 'P' }],
  reverse_chargeback: ['b', { payment_id: 'P' }],
  allocate_payment: ['bs', { payment_id: 'P', invoice: 'I', amount: '1.00' }],
  deallocate_payment: ['bs', { payment_id: 'P', invoice: 'I' }],
  allocate_credit: ['bs', { credit_id: 'CR-1', invoice: 'I', amount: '1.00' }],
  deallocate_credit: ['bs', { credit_id: 'CR-1', invoice: 'I' }],
  refund_payment: ['b', { payment_id: 'P', amount: '1.00' }],
  refund_credit: ['b', { credit_id: 'CR-1', amount: '1.00' }],
  refund_customer: ['b', { amount: '1.00' }],
  open_dispute: ['bs', { invoice: 'I' }],
  resolve_dispute: ['b', { dispute_id: 'D' }],
}

/** What is done beside them, and who may. */
const others: Readonly<Record<string, string>> = {
  'POST /customers/{customer}/moves': 'b',
  'DELETE /customers/{customer}/scheduled/{scheduled}': 'b',
  'PUT /customers/{customer}/policy': '',
  'PUT /classes/{class}/policy': '',
  'PUT /books': '',
  'POST /clocks': '',
  'POST /clocks/{clock}/join': '',
  'POST /clocks/{clock}/advance': '',
  'POST /collection/runs': 'b',
  'DELETE /access/sessions/{session}': '',
}

/** The operation that is asked for at the end of a path. */
const ENDS: readonly (readonly [RegExp, CommandName])[] = [
  [/^\/customers$/, 'open_customer'],
  [/details$/, 'change_details'],
  [/opening$/, 'move_opening'],
  [/credit-limit$/, 'change_credit_limit'],
  [/status$/, 'set_customer_status'],
  [/collection-lifts$/, 'lift_collection'],
  [/\}\/notes$/, 'add_note'],
  [/erase$/, 'erase_text'],
  [/charges$/, 'book_charge'],
  [/usage$/, 'book_usage'],
  [/customers.*\/credits$/, 'book_credit'],
  [/customers.*\/credit-notes$/, 'issue_credit_note'],
  [/credit-notes.*void$/, 'void_credit_note'],
  [/customers.*\/invoices$/, 'issue_invoice'],
  [/\/lines$/, 'add_draft_line'],
  [/\/issue$/, 'issue_draft'],
  [/\/adjustments$/, 'adjust_invoice'],
  [/invoices.*void$/, 'void_invoice'],
  [/write-offs$/, 'write_off_invoice'],
  [/write-off-reversals$/, 'undo_write_off'],
  [/to-credit$/, 'turn_into_credit'],
  [/due-date$/, 'change_due_date'],
  [/\/collection$/, 'set_collection'],
  [/customers.*\/payments$/, 'receive_payment'],
  [/settle$/, 'settle_payment'],
  [/failures$/, 'fail_payment'],
  [/payments.*void$/, 'void_payment'],
  [/chargebacks$/, 'charge_back_payment'],
  [/chargeback-reversals$/, 'reverse_chargeback'],
  [/\/allocations$/, 'allocate_payment'],
  [/\/deallocations$/, 'deallocate_payment'],
  [/\/refunds$/, 'refund_payment'],
  [/customers.*\/disputes$/, 'open_dispute'],
  [/disputes.*resolve$/, 'resolve_dispute'],
]

const isOf = (role: Role, who: string): boolean => role === 'administrator' || who.includes(role.charAt(0))

/** What a role may not do, of the operations of the document; those of many operations judge each. */
function refusedTo(role: Role, operation: string): boolean {
  const [method = '', path = ''] = operation.split(' ')
  if (/^\/session\//.test(path)) return false
  if (method === 'GET' && /^\/(access|users|keys)\b/.test(path)) return !['administrator', 'auditor'].includes(role)
  if (method === 'GET' || /\/(batch|ingest)$/.test(path)) return false
  const op = ENDS.find(([end]) => end.test(path))?.[1]
  const who = others[operation] ?? (op === undefined ? undefined : deeds[op][0])
  if (who === undefined) throw new Error(`Nobody has said who may ${operation}`)
  return role === 'auditor' || !isOf(role, who)
}

let api: Api
let document: Document
const keys = new Map<Role, string>()
beforeAll(async () => {
  api = await openApi()
  const caller = { actor: 'Test', realm: 'operator', channel: 'cli', ip: null }
  for (const role of roles) keys.set(role, (await createKey(api.ledger.store, role, caller, { role })).secret)
  document = (await api.raw('/docs/api/openapi.json', {})).body as Document
  await api.post('/customers', { customer_id: 'c', name: 'C', currency: 'USD' })
})
afterAll(() => api.close())

const ask = (role: Role, operation: string, body = '{}') => {
  const [method = '', path = ''] = operation.split(' ')
  return api.raw(`/api/v1${path.replaceAll(/\{\w+\}/g, 'x')}`, {
    method,
    headers: {
      authorization: `Bearer ${keys.get(role)}`,
      ...(method !== 'GET' && { 'idempotency-key': randomUUID() }),
      ...(/POST|PUT/.test(method) && { 'content-type': 'application/json' }),
    },
    ...(/POST|PUT/.test(method) && { body }),
  })
}

/** All that the document has under /api/v1 which needs somebody. */
const closed = (): string[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { responses }]) =>
      path.startsWith('/api/v1/') && !path.endsWith('/session') && responses['401'] !== undefined
        ? [`${method.toUpperCase()} ${path.slice('/api/v1'.length)}`]
        : [],
    ),
  )

describe.each(roles)('%s', (role) => {
  test('is let through to what the role may ask, and to nothing else', async () => {
    const all = closed()
    expect(all.length).toBeGreaterThan(70)
    for (const operation of all) {
      const before = await api.recordCount()
      const { status, body } = await ask(role, operation)
      const refused = refusedTo(role, operation)
      expect([operation, body?.code === 'not_permitted']).toEqual([operation, refused])
      expect([operation, status === 403]).toEqual([operation, refused || body?.code === 'not_in_a_session'])
      if (refused) expect([body.role, await api.recordCount()]).toEqual([role, before])
    }
  })

  test('may ask by lines what it may ask alone', async () => {
    const lines = Object.entries(deeds).map(([op, [, body]]) => ({
      op,
      key: randomUUID(),
      ...(op === 'open_customer' ? {} : { customer_id: 'c' }),
      ...body,
    }))
    const answer = await fetch(`${api.url}/api/v1/ingest`, {
      method: 'POST',
      headers: { authorization: `Bearer ${keys.get(role)}`, 'content-type': 'application/x-ndjson' },
      body: lines.map((line) => JSON.stringify(line)).join('\n'),
    })
    const answers = (await answer.text()).trim().split('\n')
    const refused = answers.map((line) => JSON.parse(line).problem?.code === 'not_permitted')
    const wanted = Object.values(deeds).map(([who]) => role === 'auditor' || !isOf(role, who))
    expect(lines.map(({ op }, at) => [op, refused[at]])).toEqual(lines.map(({ op }, at) => [op, wanted[at]]))
  })

  test('may ask in a batch what it may ask alone', async () => {
    for (const [op, [who, body]] of Object.entries(deeds)) {
      if (op === 'open_customer') continue
      const batch = { operations: [{ op, ...body }] }
      const { body: answer } = await ask(role, 'POST /customers/{customer}/batch', JSON.stringify(batch))
      const refused = role === 'auditor' || !isOf(role, who)
      expect([op, answer.code === 'not_permitted']).toEqual([op, refused])
    }
  })
})

test('a refusal says which permission is missing to which role', async () => {
  const { status, body } = await ask('auditor', 'POST /invoices/{invoice}/adjustments')
  expect([status, body.permission, body.role]).toEqual([403, 'invoice.adjust', 'auditor'])
  expect(body.sentence).toBe(
    'Your role may not do this. Ask somebody whose role has the permission, or ask an administrator for another role.',
  )
})

test('what there is to be permitted is told, each operation as the document says it', async () => {
  const { body } = await api.get('/roles')
  const judged = closed().filter((operation) => !/\/(batch|ingest)$|\/session\//.test(operation))
  const ofDocument = judged.map((operation) => {
    const [method = '', path = ''] = operation.split(' ')
    const found = document.paths[`/api/v1${path}`]?.[method.toLowerCase()] as { readonly 'x-permission'?: string }
    return { method, path, permission: found['x-permission'] }
  })
  expect(body.operations).toHaveLength(ofDocument.length)
  expect(body.operations).toEqual(expect.arrayContaining(ofDocument))
  expect(body.roles.map(({ role }: { role: string }) => role)).toEqual(roles)
})

test('records keep the role by which was asked, and verify', async () => {
  await ask('support', 'POST /customers/{customer}/notes', '{"text":"T"}')
  const asked = await fetch(`${api.url}/api/v1/customers/c/notes`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${keys.get('support')}`,
      'content-type': 'application/json',
      'idempotency-key': 'note',
    },
    body: '{"text":"called"}',
  })
  expect(asked.status).toBe(200)
  const rows = await api.ledger.query<{ role: string }>(
    "select role from operation where customer_id = 'c' order by first_seq desc limit 1",
  )
  expect(rows).toEqual([{ role: 'support' }])
  expect((await verify(api.ledger.store)).findings).toEqual([])
})
