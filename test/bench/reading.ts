import { chanceFrom } from '../../src/service/demo/history/chance.ts'
import { answerAudit } from '../../src/service/read/audit/page.ts'
import { answerWhy } from '../../src/service/read/why/explain.ts'
import { verify } from '../../src/service/verify/verify.ts'
import type { Session } from '../../src/store/session/session.ts'
import { inTransaction, type Store } from '../../src/store/session/store.ts'
import { ask } from '../product/ask.ts'
import type { Product } from '../product/start.ts'
import { customerId, invoiceOf } from './customers.ts'
import { lasting, perSecond, type Row, spread, timed } from './table.ts'

const QUESTIONS = 300

/** Pages of 50 lines of one customer with a filter, and over all customers. */
export async function auditPages(product: Product, store: Store): Promise<Row[]> {
  const chance = chanceFrom(3)
  const filters = [{}, { kind: 'event' }, { figure: 'customer.balance' }, { actor: 'bench' }, { amount: '>=0.01' }]
  const asked = () => ({ limit: '50', ...chance.pick(filters) })
  const inDatabase = await timed(QUESTIONS, (n) =>
    read(store, (session) => answerAudit(session, asked(), { customerId: customerId(n), zone: 'UTC' })),
  )
  const overHttp = await timed(QUESTIONS, (n) =>
    accepted(product, `/customers/${customerId(n)}/audit?${new URLSearchParams(asked())}`),
  )
  const everywhere = await timed(QUESTIONS, () => accepted(product, '/audit?limit=50&actor=bench&kind=event'))
  return [
    { what: 'audit page of 50, one customer, without HTTP', result: spread(inDatabase), target: 'p99 < 10 ms' },
    { what: 'audit page of 50, one customer, over HTTP', result: spread(overHttp), target: 'p99 < 40 ms' },
    { what: 'audit page of 50, all customers, over HTTP', result: spread(everywhere), target: 'p99 < 100 ms' },
  ]
}

/** Why an invoice owes what it owes, and why the customer with the longest history has his balance. */
export async function explanations(product: Product, store: Store): Promise<Row[]> {
  const why = (figure: string, n: number) =>
    figure.startsWith('invoice') ? { figure, subject: `invoice:${invoiceOf(n)}` } : { figure }
  const alone = await timed(QUESTIONS, (n) =>
    read(store, (session) => answerWhy(session, customerId(n), why('invoice.outstanding', n))),
  )
  const overHttp = await timed(QUESTIONS, (n) =>
    accepted(product, `/customers/${customerId(n)}/explain?${new URLSearchParams(why('invoice.outstanding', n))}`),
  )
  const long = await timed(30, () => accepted(product, `/customers/${customerId(0)}/explain?figure=customer.balance`))
  return [
    { what: 'explain invoice.outstanding, without HTTP', result: spread(alone), target: 'p99 < 50 ms' },
    { what: 'explain invoice.outstanding, over HTTP', result: spread(overHttp), target: 'p99 < 50 ms' },
    { what: 'explain customer.balance, longest history', result: spread(long), target: '< 300 ms at 1 M records' },
  ]
}

/** Everything that is kept, made again and compared. */
export async function verification(store: Store): Promise<Row> {
  const { ms, result } = await lasting(() => verify(store))
  if (result.findings.length > 0) throw new Error(`verify finds ${JSON.stringify(result.findings[0])}`)
  return { what: `verify, ${result.records} records`, result: perSecond(result.records, ms), target: '≥ 100,000/s' }
}

const read = <T>(store: Store, work: (session: Session) => Promise<T>): Promise<T> =>
  inTransaction(store, work, 'repeatable read')

async function accepted(product: Product, path: string): Promise<void> {
  const { status, body } = await ask(product, 'GET', path)
  if (status >= 400) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`)
}
