import type { Store } from '../store/store.ts'
import type { Outcome, Request } from './request.ts'
import { performTogether } from './transact.ts'
import { customerIdOf } from './wanted-of.ts'

/**
 * Group commit. Operations are routed by customer to a few lanes; each lane carries out what has gathered in one
 * transaction while the next ones gather, so that many who ask at once share its round trips and its flush to disk. Who
 * asks alone waits for nobody. Correctness does not rest on lanes: the lock of the head is enough.
 */
export type Lane = { readonly join: (request: Request) => Promise<Outcome> }

/** Two keep the database busy while this process decides; more would only make smaller groups. */
const LANES = 4
/** Most requests of one transaction, so that nobody waits long for a head. */
const TOGETHER = 50

const lanesOf = new WeakMap<Store['pool'], readonly Lane[]>()

/** The lane of a request's customer. What brings no key could not be tried again: it goes by itself. */
export function laneFor(store: Store, request: Request): Lane {
  if (request.key === null) return { join: (one) => alone(store, one) }
  const lanes = lanesOf.get(store.pool) ?? Array.from({ length: LANES }, () => openLane(store))
  lanesOf.set(store.pool, lanes)
  const lane = lanes[spread(customerIdOf(request)) % LANES]
  if (lane === undefined) throw new Error('Bug: there is no such lane')
  return lane
}

type Waiting = {
  readonly request: Request
  readonly answer: (outcome: Outcome) => void
  readonly fail: (error: unknown) => void
}

function openLane(store: Store): Lane {
  const queue: Waiting[] = []
  let isBusy = false
  const work = async (): Promise<void> => {
    isBusy = true
    while (queue.length > 0) await carryOut(store, queue.splice(0, TOGETHER))
    isBusy = false
  }
  const join = (request: Request): Promise<Outcome> =>
    new Promise((answer, fail) => {
      queue.push({ request, answer, fail })
      // those who ask in the same moment go together
      if (!isBusy) setImmediate(() => void (isBusy || work()))
    })
  return { join }
}

async function carryOut(store: Store, together: readonly Waiting[]): Promise<void> {
  try {
    const outcomes = await performTogether(
      store,
      together.map((one) => one.request),
    )
    for (const [at, one] of together.entries()) settle(one, outcomes[at])
  } catch (error) {
    if (together.length === 1) for (const one of together) one.fail(error)
    else for (const one of together) await carryOut(store, [one])
  }
}

function settle({ answer, fail }: Waiting, outcome: Outcome | undefined): void {
  if (outcome === undefined) fail(new Error('Bug: a request without an outcome'))
  else answer(outcome)
}

async function alone(store: Store, request: Request): Promise<Outcome> {
  const [outcome] = await performTogether(store, [request])
  if (outcome === undefined) throw new Error('Bug: a request without an outcome')
  return outcome
}

/** A number that depends on every letter of an id (FNV-1a). */
function spread(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0
}
