import { chanceFrom } from '../../../src/service/demo/history/chance.ts'
import { lasting, type Reader, type Reading } from '../measure.ts'
import { clientOf } from './client.ts'

/**
 * What people write by hand in plain SQL, without a trace of why: the pairs of what Whence books. Each transaction goes as
 * one message, so that the client, which is this process, costs little. It runs on the database of the product, in a
 * schema of its own; each connection keeps to rows of its own, so that none waits for another.
 */
const ACCOUNTS = 10_000

const tables = `
  create schema if not exists by_hand;
  create table if not exists by_hand.account (
    account_id integer primary key, balance bigint not null, filler char(84) not null default '');
  create table if not exists by_hand.entry (
    entry_id bigint generated always as identity primary key, account_id integer not null, amount bigint not null,
    booked_at timestamptz not null default now());
  create index if not exists entry_of_account on by_hand.entry (account_id, entry_id);
  create table if not exists by_hand.history (
    teller integer, account_id integer, delta integer, booked_at timestamp, filler char(22));
  insert into by_hand.account (account_id, balance)
    select n, 1000000000 from generate_series(0, ${ACCOUNTS - 1}) n on conflict do nothing;`

type Statements = (account: () => number, amount: number) => string

/** Two row locks, two updates, two inserts. */
const transfer: Statements = (account, amount) => {
  const [from, to] = [account(), account()]
  const [first, second] = from < to ? [from, to] : [to, from]
  return `select balance from by_hand.account where account_id = ${first} for update;
    select balance from by_hand.account where account_id = ${second} for update;
    update by_hand.account set balance = balance - ${amount} where account_id = ${from};
    update by_hand.account set balance = balance + ${amount} where account_id = ${to};
    insert into by_hand.entry (account_id, amount) values (${from}, -${amount});
    insert into by_hand.entry (account_id, amount) values (${to}, ${amount});`
}

/** What pgbench does with \`-N\`: one update, one question, one insert. */
const simpleUpdate: Statements = (account, amount) => {
  const one = account()
  return `update by_hand.account set balance = balance + ${amount} where account_id = ${one};
    select balance from by_hand.account where account_id = ${one};
    insert into by_hand.history (teller, account_id, delta, booked_at) values (1, ${one}, ${amount}, now());`
}

type Way = { readonly connections: number; readonly together?: number }

const byHand =
  (statements: Statements, { connections, together = 1 }: Way): Reader =>
  async ({ product }, { seconds }, round) => {
    const clients = await Promise.all(Array.from({ length: connections }, () => clientOf(product.home)))
    try {
      await clients[0]?.query(tables)
      const end = performance.now() + seconds * 1000
      const cpu = process.cpuUsage()
      const { ms, result } = await lasting(() =>
        Promise.all(
          clients.map(async (client, no) => {
            const chance = chanceFrom(1000 * round + no)
            const account = (): number => connections * chance.between(0, Math.floor(ACCOUNTS / connections) - 1) + no
            const one = (): string => statements(account, chance.between(1, 5000))
            let done = 0
            for (; performance.now() < end; done += together)
              await client.query(`begin; ${Array.from({ length: together }, one).join('')} commit`)
            return done
          }),
        ),
      )
      const { user, system } = process.cpuUsage(cpu)
      const count = result.reduce((sum, done) => sum + done, 0)
      return { count, ms, asking: (user + system) / 1000 / ms } satisfies Reading
    } finally {
      await Promise.all(clients.map((client) => client.end()))
    }
  }

/** A transfer in a transaction, over as many connections as operations have over HTTP. */
export const transfers = { what: 'transfer by hand', read: byHand(transfer, { connections: 16 }) }

/** Many transfers in a transaction, over as many connections as batches have. */
export const batchedTransfers = {
  what: '64 transfers by hand in a transaction',
  read: byHand(transfer, { connections: 4, together: 64 }),
}

/** The sequence of pgbench, over two connections. */
export const simpleUpdates: Reader = byHand(simpleUpdate, { connections: 2 })
