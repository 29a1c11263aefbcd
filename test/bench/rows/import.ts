import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { lasting, type Measure } from '../measure.ts'

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
