import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { dice } from '../service/receivables.ts'
import type { Victim } from './victim.ts'

/** One operation that was asked for, until somebody said that it was done. */
export type Asked = { readonly customerId: string; readonly path: string; readonly body: object; readonly key: string }

/** The seed of everything that is left to chance here and in the kills; printed with the tests. */
export const SEED = Number(process.env.WHENCE_SEED ?? 1)

/** What was asked for so far: acknowledged by their keys, and those of which nobody knows what became of them. */
export type Account = {
  readonly acknowledged: Map<string, Asked>
  unknown: Asked[]
  /** what is asked for next */
  readonly roll: (n: number) => number
}

export const openAccount = (): Account => ({ acknowledged: new Map(), unknown: [], roll: dice(SEED) })

const CUSTOMERS = 5

/** Between two askings of one of those who ask: something is under way at any moment, and most of a core is left to who dies. */
const BREATH_MS = 25

/**
 * Asks once; a key that was used before is answered again, which acknowledges it as well. False where it is to be asked
 * again; whatever else is answered is a fault.
 */
export async function post(victim: Pick<Victim, 'url' | 'key'>, asked: Asked): Promise<boolean> {
  const response = await fetch(`${victim.url}/api/v1${asked.path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${victim.key}`,
      'content-type': 'application/json',
      'idempotency-key': asked.key,
    },
    body: JSON.stringify(asked.body),
    signal: AbortSignal.timeout(20_000),
  })
  const text = await response.text()
  // to be asked again: nobody knows, or nothing was done
  if (response.status === 503) return false
  if (response.ok) return true
  throw new Error(`${asked.path} answered ${response.status}: ${text}`)
}

export const opening = (customerId: string): Asked => ({
  customerId,
  path: '/customers',
  body: { customer_id: customerId, name: customerId, currency: 'USD' },
  key: `open ${customerId}`,
})

export const customerIds = Array.from({ length: CUSTOMERS }, (_, at) => `c${at}`)

/** A charge, a payment, or an invoice over what is unbilled, for one of few customers, so that they meet. */
function anything({ roll }: Account): Asked {
  const customerId = `c${roll(CUSTOMERS)}`
  const kinds = [
    { path: 'charges', body: { amount: '0.01', service: 'voice', description: 'Call' } },
    { path: 'payments', body: { amount: '1.00' } },
    { path: 'invoices', body: {} },
  ] as const
  const { path, body } = kinds[roll(kinds.length)] ?? kinds[0]
  return { customerId, path: `/customers/${customerId}/${path}`, body, key: randomUUID() }
}

/** Asks and asks, several at once, until it is told to stop or nobody answers; keeps account of what came back. */
export async function load(
  victim: Pick<Victim, 'url' | 'key'>,
  account: Account,
  isOver: () => boolean,
  atOnce = 8,
): Promise<void> {
  const one = async (): Promise<void> => {
    while (!isOver()) {
      await attempt(victim, account, account.unknown.pop() ?? anything(account))
      await sleep(BREATH_MS)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, one))
}

/** Asks again for everything of which nobody knows what became of it. */
export async function settle(victim: Pick<Victim, 'url' | 'key'>, account: Account): Promise<void> {
  for (const asked of account.unknown.splice(0)) await attempt(victim, account, asked)
}

async function attempt(victim: Pick<Victim, 'url' | 'key'>, account: Account, asked: Asked): Promise<void> {
  try {
    if (await post(victim, asked)) account.acknowledged.set(asked.key, asked)
    else await later(account, asked)
  } catch (error) {
    if (!(error instanceof TypeError) && !(error instanceof DOMException)) throw error
    // nobody listens any more; wait to be told that it is over
    await later(account, asked)
  }
}

async function later(account: Account, asked: Asked): Promise<void> {
  account.unknown.push(asked)
  await sleep(50)
}
