import { expect, test } from 'vitest'
import { type Digested, digestOf } from '../src/service/asked/operation-text.ts'
import { hashWith } from '../src/service/asked/request-hash.ts'

/** The digests of operations are for ever: what they are over, and in which form. */

const text = { textId: '018f0000-0000-7000-8000-000000000001', hash: new Uint8Array(32).fill(7) }
const common = {
  command: '{"op":"book_charge"}',
  realm: 'operator',
  channel: 'api',
  ip: '192.0.2.7',
  reference: 'CRM case 8841',
  correlationId: '018f0000-0000-7000-8000-000000000000',
  key: { caller: 'key:k1', key: 'a', requestHash: hashWith(new Uint8Array(16).fill(1), { amount: '5.00' }) },
}
const asked: Digested = {
  ...common,
  rules: 3,
  actorId: 'key:k1',
  actor: null,
  actorText: text,
  role: 'administrator',
  limit: null,
  approver: null,
  owner: 'account:root',
}
const before: Digested = {
  ...common,
  rules: 2,
  actorId: null,
  actor: 'Payment gateway',
  actorText: null,
  role: null,
  limit: null,
  approver: null,
  owner: null,
}
const hex = (digested: Digested): string => digestOf(digested).toString('hex')

test('digest version 1 of rules 2, version 2 from rules 3 on: golden vectors', () => {
  expect(hex(before)).toBe('e1fb76c29158380c74bdabef4353a31cad72f788a220a937662df71304cf4a97')
  expect(hex(asked)).toBe('d7af33039be6faccbc72c494e7c3be7a0adaf944113cb64f61efb918f8bdc547')
  expect(hex({ ...asked, actorText: null, actor: 'system', actorId: 'system', owner: null, key: null })).toBe(
    'd0cdda303a83fbe0ab9cd55bde276431579cb9b4534e2e9a45fad8f24cc8ab87',
  )
})

test.each([
  ['actor id', { actorId: 'key:k2' }],
  ['name', { actorText: { ...text, hash: new Uint8Array(32).fill(8) } }],
  ['text of the name', { actorText: { ...text, textId: '018f0000-0000-7000-8000-000000000002' } }],
  ['realm', { realm: 'reseller' }],
  ['role', { role: 'agent' }],
  ['limit', { limit: '500.00 USD' }],
  ['approver', { approver: 'user:u1' }],
  ['owner', { owner: 'account:ada' }],
  ['channel', { channel: 'web' }],
  ['address', { ip: null }],
  ['reference', { reference: null }],
  ['correlation', { correlationId: 'import:1' }],
  ['rules', { rules: 4 }],
  ['command', { command: '{"op":"book_credit"}' }],
  ['key', { key: { ...common.key, key: 'b' } }],
  ['request', { key: { ...common.key, requestHash: hashWith(new Uint8Array(16).fill(2), { amount: '5.00' }) } }],
] as const)('digest version 2 is over the %s', (_what, other) => {
  expect(hex({ ...asked, ...other })).not.toBe(hex(asked))
})
