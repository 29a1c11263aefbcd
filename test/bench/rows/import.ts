import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chanceFrom } from '../../../src/service/demo/history/chance.ts'
import { BUNDLE, customerId, customers, takesBundles } from '../fixtures/customers.ts'
import { lasting, type Measure } from '../measure.ts'
import { bareCopy } from '../pairs/copy.ts'

const COLUMNS = 'customer_id,name,invoice,issued_on,due_on,amount,currency,settled_on,settled_amount'
const CUSTOMERS = 100
const DAYS = 28

/** A file of receivables by the command line, two in three of them paid. */
export const importing: Measure = {
  what: 'invoices of a receivables file by whence import',
  counts: 'rate',
  needs: [],
  byCommand: true,
  read: async ({ product, whence }, { imported }, round) => {
    const file = join(product.home, `receivables-${round}.csv`)
    writeFileSync(file, [COLUMNS, ...Array.from({ length: imported }, (_, n) => line(round, n))].join('\n'))
    const { ms, result } = await lasting(() => whence('import', file, '--json'))
    return { count: imported, ms, peak: result.peak }
  },
}

function line(round: number, n: number): string {
  const day = String((n % DAYS) + 1).padStart(2, '0')
  const [customer, amount] = [`I-${round}-${n % CUSTOMERS}`, (n % 90) + 10]
  const settled = n % 3 === 0 ? ',' : `2026-03-${day},${amount}`
  return `${customer},Customer ${customer},I-${round}-${n},2026-02-${day},2026-03-15,${amount},USD,${settled}`
}

/** What the file of a round is known by, by home and round; its keys are of it. */
const usageOfRound = new Map<string, string>()

/** A file of usage by the command line, the records of a customer by fifties; its start is left out, as it says itself. */
export const importingUsage: Measure = {
  what: 'usage charges of a file by whence import',
  target: { perSecond: 30_000, ofPair: 0.5 },
  counts: 'rate',
  needs: [customers],
  byCommand: true,
  rounds: 2,
  isThere: takesBundles,
  read: async ({ product, whence }, { usage }, round) => {
    const file = join(product.home, `usage-${round}.csv`)
    writeFileSync(file, usageFile(usage, round))
    const { printed, peak } = await whence('import', file, '--json')
    const said = JSON.parse(printed) as { import_id: string; booked: number; took_ms: number }
    if (said.booked !== usage) throw new Error(`of ${usage} lines ${said.booked} are booked`)
    usageOfRound.set(`${product.home} ${round}`, said.import_id)
    return { count: usage, ms: said.took_ms, peak }
  },
  pair: {
    what: 'bare COPY of these rows',
    read: async ({ product }, { usage }, round) => ({
      count: usage,
      ms: await bareCopy(product.home, `i.caller = '${usageOfRound.get(`${product.home} ${round}`)}'`),
    }),
  },
}

function usageFile(lines: number, round: number): string {
  const chance = chanceFrom(300 + round)
  const at = new Date().toISOString()
  return [
    'customer_id,used_at,amount,xdr_id,service',
    ...Array.from({ length: lines }, (_, n) => {
      const amount = `0.${String(chance.between(1, 9999)).padStart(4, '0')}`
      return `${customerId(Math.floor(n / BUNDLE))},${at},${amount},${10 ** 12 + round * lines + n},calls`
    }),
  ].join('\n')
}
