import { release, standStill } from '../../src/service/backup/standstill.ts'
import { cancelScheduled } from '../../src/service/ledger/cancel.ts'
import { createKey, revokeKey, rotateKey } from '../../src/service/people/api-keys.ts'
import { addUser } from '../../src/service/people/people.ts'
import { changeLimit } from '../../src/service/people/set-limit.ts'
import { signIn } from '../../src/service/people/sign-in.ts'
import { runCollection } from '../../src/service/runs/collection.ts'
import { setPolicy } from '../../src/service/runs/set-policy.ts'
import { closeBooks } from '../../src/service/time/books.ts'
import { advanceClock, createClock } from '../../src/service/time/clocks.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { sequenceAll } from '../../src/service/work/sequencer.ts'
import { ada, deskOf, inShort, soon } from '../service/desk.ts'
import { run, small } from '../service/importing.ts'
import type { Ledger } from '../service/ledger.ts'
import { makeOverdue } from '../service/overdue.ts'

const reason = 'as agreed'
const lines = [{ description: 'Calls', amount: '100.00' }]
const DAY_MS = 86_400_000

/** Fills an empty ledger with a bit of everything, so that every table but that of kept states has rows. */
export async function fillWhole(ledger: Ledger): Promise<void> {
  const { store } = ledger
  const desk = deskOf(store)
  const ask = async (op: Parameters<typeof desk>[0], customerId: string, body: object, key?: string) => {
    const done = inShort(await desk(op, customerId, body, key))
    if (done !== 'done') throw new Error(`${op}: ${done}`)
  }
  await addUser(store, { email: 'ada@example.org', name: 'Ada', password: 'a long password' }, ada)
  await signIn(store, 'ada@example.org', 'a long password')
  await revokeKey(store, (await createKey(store, 'Old', ada)).id, ada)
  await createKey(store, 'CRM', ada)
  const limit = {
    role: 'support',
    permission: 'invoice.adjust',
    currency: 'USD',
    each: 50_000_000n,
    perDay: null,
  } as const
  await changeLimit(store, limit, ada)
  const feed = await createKey(store, 'Feed', ada, { integration: 'billing-feed' })
  await rotateKey(store, feed.id, { graceMs: DAY_MS, caller: ada })
  await setPolicy(store, { scope: { class: 'gold' }, patch: { payment_terms: 14 } }, ada, 'terms')
  await ask('open_customer', 'john', { name: 'John', currency: 'USD', email: 'john@example.org', class: 'gold' })
  await ask(
    'book_charge',
    'john',
    { amount: '5.00', service: 'voice', description: 'Call', reference: 'CRM 1' },
    'charge',
  )
  await ask('issue_invoice', 'john', { invoice: 'J1', charges: 'unbilled', lines, due_on: '2999-01-01' })
  await ask('issue_invoice', 'john', { lines, due_on: '2999-01-01' })
  await ask('adjust_invoice', 'john', { invoice: 'J1', amount: '-3.00', reason })
  await ask('open_dispute', 'john', { invoice: 'J1', dispute_id: 'D1', claimed: '10.00', reason })
  await ask('receive_payment', 'john', { amount: '20.00', payment_id: 'P1', method: 'card', allocate: 'oldest_first' })
  await ask('book_credit', 'john', { amount: '7.00', kind: 'manual', reason })
  await ask('issue_credit_note', 'john', { invoice: 'J1', amount: '2.00', reason })
  await ask('add_note', 'john', { text: 'will pay on Friday' })
  await ask('add_note', 'john', { text: 'call him', effective_at: soon(90 * DAY_MS), reference: 'CRM 2' }, 'waits')
  await makeOverdue(store, 'due', 'send', 'due@example.org')
  await createClock(store, { clock: 'old', now: '2026-01-01', mail: 'withhold' }, ada)
  await advanceClock(store, 'old', '2026-02-01', ada)
  await run(ledger, small('ivy,I-1,2026-01-05,2026-02-04,10.00,2026-02-01,10.00,USD\n'))
  await runCollection(store, { business_date: new Date(Date.now() - 2 * DAY_MS).toISOString().slice(0, 10) }, ada)
  await closeBooks(store, { closed_until: '2025-12-31', reason }, { caller: ada, key: 'books' })
  await ask('open_customer', 'eve', { name: 'Eve', currency: 'USD' })
  await ask('add_note', 'eve', { text: 'call her', effective_at: soon(90 * DAY_MS), reference: 'CRM 3' }, 'ends')
  const [{ id = '' } = {}] = await ledger.query<{ id: string }>(
    "select scheduled_id as id from scheduled where customer_id = 'eve'",
  )
  await cancelScheduled(store, 'eve', { id, reason: null }, { caller: ada, key: 'cancelled' })
  const extent = {
    moment: '2026-01-01T00:00:00Z',
    position: '0',
    at: '',
    unplaced: 0,
    customers: 0,
    records: '0',
    heads: '',
  }
  await standStill(store, extent)
  await release(store, { letters: 'send', numbers: { invoice: 'none', credit_note: 'none', xdr: 'none' } }, ada)
  await sequenceAll(store, '01a20366-3d7c-7259-a1ac-0a4df881e1ba')
  await ask('add_note', 'john', { text: 'has not its place yet' })
  await verify(store, { marks: true })
}
