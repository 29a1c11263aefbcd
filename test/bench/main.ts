import { cpus } from 'node:os'
import { openDatabase } from '../../src/store/postgres/open.ts'
import { openStore } from '../../src/store/store.ts'
import { startProduct } from '../product/start.ts'
import { bulkIngest } from './bulk.ts'
import { openCustomers } from './customers.ts'
import { oneHotCustomer, operationsOverHttp } from './operations.ts'
import { auditPages, explanations, verification } from './reading.ts'
import { type Row, tableOf } from './table.ts'

const say = (line: string): void => console.error(line)

/** Measures one thing after the other against a product of its own, and prints the table. */
async function main(): Promise<void> {
  const product = await startProduct()
  const { url } = await openDatabase({ WHENCE_HOME: product.home }, { share: true })
  const store = await openStore(url)
  const rows: Row[] = []
  try {
    say('Opening customers …')
    await openCustomers(store)
    say('Operations over HTTP …')
    rows.push(await operationsOverHttp(product))
    say('One hot customer …')
    rows.push(await oneHotCustomer(store))
    say('Bulk ingest and bare COPY …')
    rows.push(...(await bulkIngest(product, url)))
    say('Audit pages …')
    rows.push(...(await auditPages(product, store)))
    say('Explanations …')
    rows.push(...(await explanations(product, store)))
    say('Verify …')
    rows.push(await verification(store))
  } finally {
    await store.close()
    await product.stop()
  }
  console.log(`\n${tableOf(rows)}\n\n${cpus().length} cores, shared by client, server and database; seed fixed.`)
}

await main()
