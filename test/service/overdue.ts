import type { Caller, WireRequest } from '../../src/service/asked/request.ts'
import { perform } from '../../src/service/ledger/perform.ts'
import { advanceClock, createClock } from '../../src/service/time/clocks.ts'
import type { Store } from '../../src/store/session/store.ts'

const caller: Caller = { actor: 'test', realm: 'operator', channel: 'api', ip: null }

/**
 * John's story on a clock of its own, to the morning on which his invoice is overdue: 10.00 of 100.00 are left. The
 * customer, the invoice and the clock are named after `name`.
 */
export async function makeOverdue(
  store: Store,
  name: string,
  mail: 'send' | 'withhold',
  email?: string,
): Promise<void> {
  const customerId = name
  const invoice = `I-${name}`
  const ask = async (request: Pick<WireRequest, 'op' | 'body'>): Promise<void> => {
    const key = `${request.op} ${JSON.stringify(request.body)}`
    const outcome = await perform(store, { ...request, customerId, caller, key } as WireRequest)
    if (outcome.status !== 'done') throw new Error(`${request.op} ${JSON.stringify(outcome)}`)
  }
  const to = (moment: string) => advanceClock(store, name, moment, caller)
  await createClock(store, { clock: name, now: '2026-09-30T16:00:00Z', mail }, caller)
  await ask({
    op: 'open_customer',
    body: { name: 'John Doe', email, currency: 'USD', time_zone: 'America/New_York', billing: 'postpaid', clock: name },
  })
  const lines = [{ description: 'September', amount: '100.00' }]
  await ask({ op: 'issue_invoice', body: { invoice, lines, issued_on: '2026-09-30', due_on: '2026-10-15' } })
  await to('2026-10-02T16:00:00Z')
  await ask({ op: 'adjust_invoice', body: { invoice, amount: '-30.00', reason: 'disputed roaming charges' } })
  await to('2026-10-10T16:00:00Z')
  await ask({ op: 'receive_payment', body: { amount: '60.00', allocate: 'oldest_first' } })
  await to('2026-10-16T16:00:00Z')
}
