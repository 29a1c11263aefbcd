import { TooMuchAtOnce } from '../../store/session/at-once.ts'
import { AllBusy, type StoreFault, storeFault } from '../../store/session/faults.ts'
import type { Store } from '../../store/session/store.ts'
import { customerIdOf } from '../asked/commands/wanted-of.ts'
import type { Outcome, Request } from '../asked/request.ts'
import { openLine } from './line.ts'
import { takePlace } from './sheets/held.ts'
import { performTogether } from './together.ts'

/**
 * Group commit. Operations that are asked for are carried out in one transaction with all that has gathered while the last
 * one ran, so that many who ask at once share its round trips and its flush to disk. Who asks alone waits for nobody. A
 * second transaction runs beside the first where enough has gathered to be worth its statements, or the first one lasts;
 * what concerns the same customer waits for it. A customer whose row somebody else holds is set aside: his requests wait
 * for it, the others go on. Correctness does not rest on lanes: the lock of the head is enough.
 */
type Lanes = { readonly join: (request: Request) => Promise<Outcome> }

/** Two keep the database busy while this process decides; more only make smaller groups, and each costs its statements. */
const LANES = 2
/** Most requests of one transaction, so that nobody waits long for a head. */
const TOGETHER = 64
/** From so many on they are worth a transaction beside the one that runs, unless that has lasted for so long; ms. */
const WORTH = { requests: 8, afterMs: 50 }
/** Those who were answered together mostly ask again in the next moment: so long they are waited for; ms. */
const COMING_BACK_MS = 4
/** Most requests that wait: whoever comes then is told so, while he can still be answered in time. */
const WAITING = 2000
/** How long a lane waits for a row that somebody else holds, and those set aside, each with a connection of his own. */
const LOCK_MS = { lane: 250, aside: 4500 }
/** Most customers that wait aside at once; whoever is held besides is answered so at once. */
const ASIDE = 4

const lanesOf = new WeakMap<Store['pool'], Lanes>()

/** Carries out an operation together with others. What brings no key could not be tried again: it goes by itself. */
export function byLane(store: Store, request: Request): Promise<Outcome> {
  if (request.key === null) return alone(store, request)
  const lanes = lanesOf.get(store.pool) ?? openLanes(store)
  lanesOf.set(store.pool, lanes)
  return lanes.join(request)
}

type Waiting = {
  readonly request: Request
  readonly answer: (outcome: Outcome) => void
  readonly fail: (error: unknown) => void
}

function openLanes(store: Store): Lanes {
  const line = openLine<Waiting>(idOf, TOGETHER)
  const aside = new Map<string, Waiting[]>()
  let [atWork, lasting] = [0, 0]
  let isToBegin = false
  /** how many were answered last, as long as they are waited for */
  let comingBack = 0
  let gone: NodeJS.Timeout | undefined
  const begin = (): void => {
    isToBegin = false
    if (atWork === LANES) return
    const isAlone = atWork === lasting
    const together = line.take(isAlone ? Math.min(Math.max(comingBack, 1), WORTH.requests) : WORTH.requests)
    if (together.length > 0) void work(together)
  }
  const waitFor = (answered: number): void => {
    clearTimeout(gone)
    comingBack = answered
    gone = setTimeout(() => {
      comingBack = 0
      begin()
    }, COMING_BACK_MS)
  }
  const work = async (together: readonly Waiting[]): Promise<void> => {
    atWork += 1
    let isLasting = false
    const lasts = setTimeout(() => {
      isLasting = true
      lasting += 1
      begin()
    }, WORTH.afterMs)
    await carryOut(store, together, { lockMs: LOCK_MS.lane, held: setAside })
    clearTimeout(lasts)
    line.letGo(together)
    atWork -= 1
    if (isLasting) lasting -= 1
    waitFor(together.length)
    begin()
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
    const those = [...waiting]
    aside.set(customerId, those)
    // who came meanwhile waited for the same row
    const held: Held = (ones, error) => failAll([...ones, ...those.splice(0)], error)
    while (those.length > 0) await carryOut(store, those.splice(0, TOGETHER), { lockMs: LOCK_MS.aside, held })
    aside.delete(customerId)
  }
  const join = (request: Request): Promise<Outcome> =>
    new Promise((answer, fail) => {
      const one = { request, answer, fail }
      const those = aside.get(customerIdOf(request))
      if ((those?.length ?? line.length()) >= WAITING) return fail(new AllBusy())
      if (those !== undefined) return void those.push(one)
      line.push(one)
      // those who ask in the same moment go together
      if (!isToBegin) setImmediate(begin)
      isToBegin = true
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
