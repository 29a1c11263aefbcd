import type { Worker } from 'node:worker_threads'
import type { AnsweredApart, Apart } from '../../api/apart.ts'
import type { Attempt, WireRequest } from '../../service/asked/request.ts'
import type { Service } from '../../service/service.ts'
import { onWake, wake } from '../../service/work/wake.ts'
import { ElsewhereFault, HungUp, storeFault } from '../../store/session/faults.ts'
import type { Store } from '../../store/session/store.ts'
import type { Fault, FromApart, GivenApart, ToApart } from './apart.ts'
import type { GivenBackground } from './background.ts'
import { type Memory, memory, startThread } from './thread.ts'

// Threads beside the one that answers everybody, which nothing holds up for long (docs/decisions/0036).

/** How long after its end by a fault a thread is started again. */
const AGAIN_MS = 1000
/** Commits within so long wake the background once. */
const WOKEN_MS = 20
/** How long the thread apart lives without anything to do: its memory goes with it. */
const IDLE_MS = 60_000
/** How much is asked of the thread apart at once; what is more waits for its turn. */
const AT_ONCE = 4
/** How much waits for it: who asks for more is told to ask again. */
export const MOST_WAITING = 100

/** The background work of a server, in a thread of its own; one that ends by a fault is started again. */
export function startBackground(store: Store, data: GivenBackground, { first, most }: Memory = memory): Service {
  let [isEnding, mb] = [false, first]
  /** undefined: it has ended, and is to be started again */
  let worker: Worker | undefined
  start()
  function start(): void {
    if (isEnding) return
    worker = startThread('./background.ts', data, mb, (_one, neededMore) => {
      worker = undefined
      if (neededMore) mb = most
      if (!isEnding) setTimeout(start, AGAIN_MS)
    })
  }
  let isToldSoon = false
  const forget = onWake(store, () => {
    if (isToldSoon) return
    isToldSoon = true
    setTimeout(() => {
      isToldSoon = false
      worker?.postMessage('wake')
    }, WOKEN_MS).unref()
  })
  return {
    store,
    stop: async () => {
      forget()
      isEnding = true
      if (worker === undefined) return
      const { promise: end, resolve } = Promise.withResolvers<unknown>()
      worker.once('exit', resolve)
      worker.postMessage('end')
      await end
    },
  }
}

type Asked = {
  readonly message: ToApart
  readonly settle: (answer: unknown) => void
  readonly fail: (error: unknown) => void
}

/**
 * The thread apart: started when something is asked of it, ended when it has had nothing to do for a while. What it had not
 * the memory for is asked again of one that has more, where that is safe.
 */
export function openApart(
  store: Store,
  data: GivenApart,
  { first, most }: Memory = memory,
): Apart & { readonly close: () => Promise<void> } {
  let waiting: Asked[] = []
  const underWay = new Map<number, Asked>()
  let worker: Worker | undefined
  let idle: NodeJS.Timeout | undefined
  let [lastId, mb] = [0, first]

  function started(): Worker {
    const one = startThread('./apart.ts', data, mb, ended)
    one.on('message', heard)
    return one
  }

  /** What was under way goes first where it is asked again. */
  function ended(one: Worker, neededMore: boolean): void {
    // one that had nothing to do has been left already: others have what is asked since
    if (worker !== one) return
    worker = undefined
    const isAgain = ({ message }: Asked): boolean => neededMore && mb < most && isRepeatable(message)
    const all = [...underWay.values()]
    underWay.clear()
    waiting = [...all.filter(isAgain), ...waiting]
    for (const asked of all.filter((one) => !isAgain(one))) asked.fail(threadEnded(asked.message))
    if (neededMore) mb = most
    next()
  }

  function heard(message: FromApart): void {
    if (message === 'committed') {
      wake(store)
      return
    }
    const asked = underWay.get(message.id)
    underWay.delete(message.id)
    if ('fault' in message) asked?.fail(faultFrom(message.fault))
    else asked?.settle(message.answer)
    next()
  }

  function next(): void {
    clearTimeout(idle)
    while (waiting.length > 0 && underWay.size < AT_ONCE) {
      const asked = waiting.shift() as Asked
      underWay.set(asked.message.id, asked)
      worker ??= started()
      worker.postMessage(asked.message)
    }
    if (underWay.size === 0) idle = setTimeout(leave, IDLE_MS).unref()
  }

  function leave(): void {
    const one = worker
    worker = undefined
    mb = first
    void one?.terminate()
  }

  /** Whoever asked has hung up: what waits is not begun, what is under way is ended. */
  function hangUp(id: number): void {
    const at = waiting.findIndex(({ message }) => message.id === id)
    if (at === -1) worker?.postMessage({ id, ask: 'hang_up' } satisfies ToApart)
    else for (const asked of waiting.splice(at, 1)) asked.fail(new HungUp())
  }

  function ask(message: Without<ToApart>, hungUp?: AbortSignal): Promise<unknown> {
    return new Promise((settle, fail) => {
      if (waiting.length >= MOST_WAITING) return fail(tooMuch())
      lastId += 1
      const id = lastId
      waiting.push({ message: { ...message, id }, settle, fail })
      if (hungUp?.aborted) hangUp(id)
      else hungUp?.addEventListener('abort', () => hangUp(id), { once: true })
      next()
    })
  }

  return {
    answer: async (asked, hungUp) => (await ask({ ask: 'answer', asked }, hungUp)) as AnsweredApart,
    perform: (requests) => attemptsOf(ask({ ask: 'perform', requests }), requests),
    close: async () => {
      clearTimeout(idle)
      await worker?.terminate()
    },
  }
}

const tooMuch = (): Error => new ElsewhereFault('TooMuchApart', 'The thread apart has enough to do', 'busy')

/** A question can be asked again; whether an operation was booked, nobody here knows. */
const threadEnded = (message: ToApart): Error => {
  const isQuestion = message.ask === 'answer' && message.asked.method === 'GET'
  return new ElsewhereFault('ThreadEnded', 'The thread apart has ended', isQuestion ? 'late' : 'unknown')
}

/** Can be asked again whatever became of it: a question, or operations that each bring a key. */
const isRepeatable = (message: ToApart): boolean => {
  if (message.ask === 'perform') return message.requests.every(({ key }) => key !== null)
  return message.ask === 'answer' && (message.asked.method === 'GET' || 'idempotency-key' in message.asked.headers)
}

type Without<M> = M extends unknown ? Omit<M, 'id'> : never
type Portable = Exclude<Attempt, { status: 'fault' }> | { readonly status: 'fault'; readonly error: Fault }

/** What became of operations; where the thread takes no more on, each of them is told. */
async function attemptsOf(asked: Promise<unknown>, requests: readonly WireRequest[]): Promise<Attempt[]> {
  try {
    return ((await asked) as Portable[]).map(attemptFrom)
  } catch (error) {
    if (storeFault(error) !== 'busy') throw error
    return requests.map(() => ({ status: 'fault', error }))
  }
}

const attemptFrom = (attempt: Portable): Attempt =>
  attempt.status === 'fault' ? { status: 'fault', error: faultFrom(attempt.error) } : attempt

const faultFrom = ({ name, message, store }: Fault): Error => new ElsewhereFault(name, message, store)
