import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate } from '../../src/store/migrations/migrate.ts'
import { type Cellar, openCellar } from '../service/ledger.ts'

/** A ledger of the release before the whole model of money is brought to it. */

const OWN = 'src/store/migrations'
const folder = mkdtempSync(join(tmpdir(), 'whence-before-'))
let cellar: Cellar
let client: pg.Client

beforeAll(async () => {
  cellar = await openCellar()
  const before = readdirSync(OWN).filter((name) => name < '0007')
  for (const name of before) cpSync(join(OWN, name), join(folder, name))
  const ledger = await cellar.filled(async (owner) => {
    await migrate(owner, folder)
    await owner.query(filling)
    await migrate(owner)
  })
  client = new pg.Client({ connectionString: ledger.url })
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await cellar.close()
  rmSync(folder, { recursive: true })
})

const filling = `
  insert into customer_head (customer_id, currency, time_zone, billing, class, opened_at, opened_on, seq, hash,
      recorded_at, max_effective_at, rules, snapshot_seq, counts, unbilled, figures)
    select id, 'USD', 'UTC', 'postpaid', 'default', now(), now(), 9, '', now(), now(), 1, 5, '{"invoice": 2}', '[]', figures
      from (values ('eve', '{"customer.paid": ["1", 2]}'::jsonb),
        ('john', '{"customer.credit_limit": ["500", 1], "customer.paid": ["1", 2]}')) as h (id, figures);
  insert into invoice (customer_id, no, invoice, born_seq, born_at, status, open, total, adjusted, credited, paid,
      outstanding, figures)
    select 'john', no, no, 1, now(), 8, true, 0, 0, 0, 0, 0, '{}' from generate_series(1, 2) as n (no);
  insert into invoice_charges values ('john', 1, 5, 9), ('john', 1, 1, 3);
  insert into credit (customer_id, no, credit_id, born_seq, born_at, status, open, amount, allocated, remaining, figures)
    values ('john', 1, 'K', 1, now(), 32, true, 5, 0, 5, '{}');
  insert into snapshot values ('john', 5, now(), now(), '{}');
`

const rows = async (sql: string): Promise<unknown[]> => (await client.query<Record<string, unknown>>(sql)).rows

test('invoices know their charges, and credits where they came from', async () => {
  expect(await rows('select invoice, traits from invoice order by no')).toEqual([
    {
      invoice: '1',
      traits: {
        charges: [
          [1, 3],
          [5, 9],
        ],
      },
    },
    { invoice: '2', traits: { charges: [] } },
  ])
  expect(await rows('select traits from credit')).toEqual([{ traits: { origin: 'negative_invoice' } }])
})

test('the credit limit that was set is the permanent one', async () => {
  expect(await rows('select figures from customer_head order by customer_id')).toEqual([
    { figures: { 'customer.paid': ['1', 2] } },
    { figures: { 'customer.permanent_limit': ['500', 1], 'customer.paid': ['1', 2] } },
  ])
})

test('heads have the default terms, and their snapshots begin anew', async () => {
  expect(
    await rows(
      `select counts, policy, policy_version, scheduled, noticed, snapshot_seq from customer_head where customer_id = 'john'`,
    ),
  ).toEqual([
    {
      counts: { invoice: 2, dispute: 0 },
      policy: null,
      policy_version: 0,
      scheduled: [],
      noticed: {},
      snapshot_seq: '0',
    },
  ])
  expect(await rows('select count(*)::int as kept from snapshot')).toEqual([{ kept: 0 }])
})

test('credit notes have numbers of their own', async () => {
  expect(await rows('select name, next from number_sequence order by name')).toEqual([
    { name: 'credit_note', next: '1' },
    { name: 'invoice', next: '1' },
  ])
})
