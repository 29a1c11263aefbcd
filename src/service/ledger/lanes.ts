import { TooMuchAtOnce } from '../../store/session/at-once.ts'
import { type StoreFault, storeFault } from '../../store/session/faults.ts'
import type { Store } from '../../store/session/store.ts'
import { customerIdOf } from '../asked/commands/wanted-of.ts'
import type { Outcome, Request } from '../asked/request.ts'
import { takePlace } from './sheets/held.ts'
import { performTogether } from './together.ts'

/**
 * Group commit. Operations are routed by customer to a few lanes; each lane carries out what has gathered in one
 * transaction while the next ones gather, so that many who ask at once share its round trips and its flush to disk. Who
 * asks alone waits for nobody. A customer whose row somebody else holds is set aside: his requests wait for it, the lane
 * goes on. Correctness does not rest on lanes: the lock of the head is enough.
 */
export type Lane = { readonly join: (request: Request) => Promise<Outcome> }

/** Two keep the database busy while this process decides; more only make smaller groups, and each costs its statements. */
const LANES = 2
/** Most requests of one transaction, so that nobody waits long for a head. */
const TOGETHER = 64
/** How long a lane waits for a row that somebody else holds, and those set aside, each with a connection of his own. */
const LOCK_MS = { lane: 250, aside: 4500 }
/** Most customers of a lane that wait aside at once; whoever is held besides is answered so at once. */
const ASIDE = 2

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
  const aside = new Map<string, Waiting[]>()
  let isBusy = false
  const work = async (): Promise<void> => {
    isBusy = true
    while (queue.length > 0) await carryOut(store, queue.splice(0, TOGETHER), { lockMs: LOCK_MS.lane, held: setAside })
    isBusy = false
  }
  /** Those of one customer who is held: they wait by themselves. */
  const setAside: Held = (waiting, error) => {
    const customerId = ofWhom(waiting)
    const before = aside.get(customerId)
    if (before !== undefined) return void before.push(...waiting)
    const giveBack = aside.size >= ASIDE ? null : takePlace(store)
    if (giveBack === null) failAll(waiting, error)
    else void patiently(customerId, waiting).finally(giveBack)
  }
  const patiently = async (customerId: string, waiting: readonly Waiting[]): Promise<void> => {
    const line = [...waiting]
    aside.set(customerId, line)
    // who came meanwhile waited for the same row
    const held: Held = (ones, error) => failAll([...ones, ...line.splice(0)], error)
    while (line.length > 0) await carryOut(store, line.splice(0, TOGETHER), { lockMs: LOCK_MS.aside, held })
    aside.delete(customerId)
  }
  const join = (request: Request): Promise<Outcome> =>
    new Promise((answer, fail) => {
      const line = aside.get(customerIdOf(request)) ?? queue
      line.push({ request, answer, fail })
      // those who ask in the same moment go together
      if (line === queue && !isBusy) setImmediate(() => void (isBusy || work()))
    })
  return { join }
}

/** What becomes of those of one customer whose row is held longer than was waited for. */
type Held = (waiting: readonly Waiting[], error: unknown) => void
type Patience = { readonly lockMs: number; readonly held: Held }

async function carryOut(store: Store, together: readonly Waiting[], patience: Patience): Promise<void> {
  try {
    const requests = together.map((one) => one.request)
    const outcomes = await performTogether(store, requests, undefined, { lockMs: patience.lockMs })
    for (const [at, one] of together.entries()) settle(one, outcomes[at])
  } catch (error) {
    const fault = storeFault(error)
    // a database that is gone is gone for each of them
    if (fault !== undefined && ofAll.has(fault)) return failAll(together, error)
    const isOfCustomers = fault === 'held' || error instanceof TooMuchAtOnce
    const parts = isOfCustomers ? byCustomer(together) : together.map((one) => [one])
    // all of them have waited for the row: by themselves they wait for as long once more, however many they are
    const lockMs = fault === 'held' ? Math.ceil(patience.lockMs / parts.length) : patience.lockMs
    if (parts.length > 1) for (const part of parts) await carryOut(store, part, { ...patience, lockMs })
    else if (fault === 'held') patience.held(together, error)
    else failAll(together, error)
  }
}

/** What is so for each of those who were together. */
const ofAll: ReadonlySet<StoreFault> = new Set<StoreFault>(['gone', 'full', 'busy', 'unknown'])

const failAll = (waiting: readonly Waiting[], error: unknown): void => {
  for (const one of waiting) one.fail(error)
}

const byCustomer = (waiting: readonly Waiting[]): Waiting[][] => [...Map.groupBy(waiting, idOf).values()]

const idOf = ({ request }: Waiting): string => customerIdOf(request)

function ofWhom([first]: readonly Waiting[]): string {
  if (first === undefined) throw new Error('Bug: nobody waits')
  return idOf(first)
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
