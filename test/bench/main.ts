import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { openDatabase } from '../../src/store/postgres/open.ts'
import { openStore, type Store } from '../../src/store/session/store.ts'
import { type Product, startProduct } from '../product/start.ts'
import { bulkIngest } from './bulk.ts'
import { openCustomers } from './customers.ts'
import { endurance } from './endurance.ts'
import { oneHotCustomer, operationsOverHttp } from './operations.ts'
import { auditPages, explanations, verification } from './reading.ts'
import { type Row, tableOf } from './table.ts'

const say = (line: string): void => console.error(line)

/** Measures one thing after the other against a product of its own, or endurance alone, and prints the table. */
async function main(): Promise<void> {
  const { endurance: minutes } = parseArgs({ options: { endurance: { type: 'string' } } }).values
  const product = await startProduct()
  const { url } = await openDatabase({ WHENCE_HOME: product.home }, { share: true })
  const store = await openStore(url)
  const rows: Row[] = []
  try {
    say('Opening customers …')
    await openCustomers(store)
    if (minutes !== undefined) rows.push(...(await endurance(product, Number(minutes), say)))
    else rows.push(...(await measured(product, store, url)))
  } finally {
    await store.close()
    await product.stop()
  }
  console.log(`\n${tableOf(rows)}\n\n${cpus().length} cores, shared by client, server and database; seed fixed.`)
}

async function measured(product: Product, store: Store, url: string): Promise<Row[]> {
  const rows: Row[] = []
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
  return rows
}

await main()
