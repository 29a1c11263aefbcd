import { chanceFrom } from '../../src/service/demo/history/chance.ts'
import type { Product } from '../product/start.ts'
import { bareCopy } from './copy.ts'
import { customerId } from './customers.ts'
import { lasting, perSecond, type Row, rate } from './table.ts'

const CHARGES = 30_000
/** Usage of one customer comes in runs, as a switch delivers it. */
const RUN = 50

/** Usage charges by POST /ingest, and the rows that they made by COPY into tables of the same form. */
export async function bulkIngest(product: Product, url: string): Promise<Row[]> {
  const lines = usage()
  const ingested = await lasting(() => ingest(product, lines))
  const copied = await bareCopy(url, 'bulk %')
  const ratio = rate(CHARGES, ingested.ms) / rate(CHARGES, copied.ms)
  return [
    { what: 'bulk ingest of usage charges, /ingest', result: perSecond(CHARGES, ingested.ms), target: '≥ 30,000/s' },
    { what: `the same rows by bare COPY (${copied.rows} rows)`, result: perSecond(CHARGES, copied.ms), target: '' },
    { what: 'ratio of the two', result: ratio.toFixed(2), target: '≥ 0.5' },
  ]
}

function usage(): string {
  const chance = chanceFrom(2)
  const line = (n: number): string => {
    const amount = `0.${String(chance.between(1, 9999)).padStart(4, '0')}`
    const customer_id = customerId(Math.floor(n / RUN))
    return JSON.stringify({ op: 'book_charge', customer_id, key: `bulk ${n}`, amount, service: 'calls' })
  }
  return Array.from({ length: CHARGES }, (_, n) => line(n)).join('\n')
}

async function ingest({ url, api_key }: Product, lines: string): Promise<void> {
  const response = await fetch(`${url}/api/v1/ingest?records=none`, {
    method: 'POST',
    headers: { authorization: `Bearer ${api_key}`, 'content-type': 'application/x-ndjson' },
    body: lines,
  })
  const answers = (await response.text()).trimEnd().split('\n')
  const done = answers.filter((answer) => answer.includes('"status":"done"')).length
  if (done !== CHARGES) throw new Error(`${done} of ${CHARGES} charges were booked: ${answers.at(-1)}`)
}
