import type { Caller } from '../../src/service/asked/request.ts'
import type { ImportableFile } from '../../src/service/import/file.ts'
import { openFile } from '../../src/service/import/file.ts'
import { type Imported, importFile } from '../../src/service/import/import-file.ts'
import { answerInvoice } from '../../src/service/read/subjects/invoice.ts'
import { inTransaction } from '../../src/store/session/store.ts'
import type { Ledger } from './ledger.ts'

/** Who imports in these tests. */
export const ada: Caller = { actor: 'ada', realm: 'administrator', channel: 'import', ip: null }

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

/** A file that the built-in map with our own column names reads. */
export const plainFile = (name: string, csv: string): ImportableFile => openFile({ name, bytes: bytesOf(csv) }, null)

const columns = { customer_id: 'c', invoice: 'i', issued_on: 'd', due_on: 'due', amount: 'a' }
const settlement = { settled_on: 's', settled_amount: 'p', currency: 'cur' }

/** A few rows "customer,invoice,issued,due,amount,settled,paid,currency", read by a map of their own. */
export const small = (rows: string, map: object = {}): ImportableFile =>
  openFile(
    { name: 'small.csv', bytes: bytesOf(`c,i,d,due,a,s,p,cur\n${rows}`) },
    { name: 'small.json', text: JSON.stringify({ columns: { ...columns, ...settlement }, ...map }) },
  )

export const run = (
  into: Ledger,
  file: ImportableFile,
  { clock, atOnce = 100 }: { clock?: string; atOnce?: number } = {},
): Promise<Imported> => importFile(into.store, file, { clock, caller: ada, onProgress: () => {}, atOnce })

/** The status of an invoice at the end of a day, as known now. */
export const statusOn = ({ store }: Ledger, invoice: string, day: string): Promise<string> =>
  inTransaction(
    store,
    async (session) => (await answerInvoice(session, invoice, { asOf: day })).status as string,
    'repeatable read',
  )
