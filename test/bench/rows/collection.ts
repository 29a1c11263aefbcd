import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dayInUtc, textFromDay } from '../../../src/engine/time.ts'
import { wallNow } from '../../../src/service/asked/wall-clock.ts'
import { performMany } from '../../../src/service/ledger/perform.ts'
import { migrateDatabase } from '../../../src/store/migrations/migrate-database.ts'
import { openDatabase } from '../../../src/store/postgres/open.ts'
import { openStore } from '../../../src/store/session/store.ts'
import { requestOf } from '../../service/desk.ts'
import { lasting, type Once } from '../measure.ts'
import { clientOf } from '../pairs/client.ts'
import { whenceOn } from '../sides.ts'

/** Of the customers, those of whom an invoice is overdue since today. */
const SHARE = 0.02
const AT_ONCE = 1000
/** The customers of the target, and the time that it has for them. */
const [WANTED, MOST_MS] = [1_000_000, 60_000]

/**
 * A collection run by the command line over many customers, on a ledger of its own without a server, whose background
 * would be first. Nothing changes for most: of these one is opened, and the others are copies of his head, since a run
 * reads no more of them.
 */
export const collection: Once = {
  what: 'collection run, 2 % of the customers change',
  target: '1 M customers in ≤ 60 s',
  needs: [],
  once: async (_, { collected }) => {
    const home = mkdtempSync(join(tmpdir(), 'whence-product-'))
    const database = await openDatabase({ WHENCE_HOME: home })
    try {
      await migrateDatabase(database.url)
      const changing = Math.round(collected * SHARE)
      await openDebtors(database.url, changing)
      await copyHead(home, collected - changing - 1)
      const { ms, result } = await lasting(() => whenceOn('.', home)('run', 'collection', '--json'))
      const left = await waiting(home)
      if (left > 0) throw new Error(`${left} customers were not looked at`)
      return {
        told: `${(ms / 1000).toFixed(1)} s for ${collected.toLocaleString('en')} customers`,
        ...(collected === WANTED && { isReached: ms <= MOST_MS }),
        peak: result.peak,
      }
    } finally {
      await database.close()
      rmSync(home, { recursive: true, force: true })
    }
  },
}

async function openDebtors(url: string, changing: number): Promise<void> {
  const store = await openStore(url)
  const requests = [
    ...debtor('sleeper', 15),
    ...Array.from({ length: changing }, (_, n) => debtor(`D-${n}`, -1)).flat(),
  ]
  try {
    for (let at = 0; at < requests.length; at += AT_ONCE) {
      const outcomes = await performMany(store, requests.slice(at, at + AT_ONCE))
      const other = outcomes.find((one) => one.status !== 'done')
      if (other !== undefined) throw new Error(`a debtor could not be opened: ${JSON.stringify(other)}`)
    }
  } finally {
    await store.close()
  }
}

/** A customer with an invoice that is due so many days from now. */
function debtor(id: string, due: number) {
  const day = (offset: number): string => textFromDay(dayInUtc(wallNow()) + offset)
  const lines = [{ description: 'Services', amount: '10.00' }]
  const invoice = { invoice: `I-${id}`, lines, issued_on: day(-15), due_on: day(due) }
  return [
    requestOf(
      'open_customer',
      null,
      { customer_id: id, name: id, currency: 'USD', effective_at: day(-20) },
      `open ${id}`,
    ),
    requestOf('issue_invoice', id, invoice, `issue ${id}`),
  ]
}

async function copyHead(home: string, count: number): Promise<void> {
  const client = await clientOf(home)
  const { rows } = await client.query(`select quote_ident(attname) as name from pg_attribute
    where attrelid = 'customer_head'::regclass and attnum > 0 and not attisdropped order by attnum`)
  const values = rows.map(({ name }) => (name === 'customer_id' ? "'sleeper-' || n" : `h.${name}`))
  await client.query(`insert into customer_head select ${values.join(', ')}
    from customer_head h, generate_series(1, ${count}) n where h.customer_id = 'sleeper'`)
  await client.query('analyze customer_head')
  await client.end()
}

async function waiting(home: string): Promise<number> {
  const client = await clientOf(home)
  const { rows } = await client.query('select count(*) n from customer_head where next_evaluation_on <= current_date')
  await client.end()
  return Number(rows[0].n)
}
