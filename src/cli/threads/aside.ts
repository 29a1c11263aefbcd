import { parentPort, workerData } from 'node:worker_threads'
import { type AskedAside, answerHere } from '../../api/aside.ts'
import { openServer } from '../../api/server.ts'
import type { Settings } from '../../api/settings.ts'
import { performMany } from '../../service/perform.ts'
import type { Attempt, WireRequest } from '../../service/request.ts'
import { onWake } from '../../service/wake.ts'
import { storeFault } from '../../store/faults.ts'
import { openStore, serverBudget } from '../../store/store.ts'

// The thread aside: a server that listens nowhere and takes on as much of a customer as there is.

/** What this thread is given. */
export type AsideData = { readonly url: string; readonly settings: Pick<Settings, 'web' | 'mail'> }

/** What it is asked. */
export type ToAside =
  | { readonly id: number; readonly ask: 'answer'; readonly asked: AskedAside }
  | { readonly id: number; readonly ask: 'perform'; readonly requests: readonly WireRequest[] }
  | { readonly id: number; readonly ask: 'hang_up' }

/** What it says. `committed`: something was, others may want to look. */
export type FromAside =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly fault: Fault }
  | 'committed'

/** A failure as it comes over from another thread. */
export type Fault = { readonly name: string; readonly message: string; readonly store: ReturnType<typeof storeFault> }

const { url, settings } = workerData as AsideData
const CONNECTIONS = 4
const store = await openStore(url, { size: CONNECTIONS, budget: serverBudget })
const app = await openServer(store, { ...settings, probe: store })
await app.ready()
onWake(store, () => say('committed'))
const underWay = new Map<number, AbortController>()

parentPort?.on('message', (message: ToAside) => {
  if (message.ask === 'hang_up') return underWay.get(message.id)?.abort()
  void worked(message)
    .then((answer) => say({ id: message.id, answer }))
    .catch((error: unknown) => say({ id: message.id, fault: faultOf(error) }))
    .finally(() => underWay.delete(message.id))
})

async function worked(message: Exclude<ToAside, { ask: 'hang_up' }>): Promise<unknown> {
  if (message.ask === 'perform') return (await performMany(store, message.requests)).map(portable)
  const hungUp = new AbortController()
  underWay.set(message.id, hungUp)
  return await answerHere(app, message.asked, hungUp.signal)
}

/** A fault of an attempt, as it can be handed to another thread. */
const portable = (attempt: Attempt) =>
  attempt.status === 'fault' ? { status: 'fault', error: faultOf(attempt.error) } : attempt

function faultOf(error: unknown): Fault {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  return { name, message, store: storeFault(error) }
}

function say(message: FromAside): void {
  parentPort?.postMessage(message)
}
