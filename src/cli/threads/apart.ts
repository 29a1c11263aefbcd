import { parentPort, workerData } from 'node:worker_threads'
import { ANYBODY, type AskedApart, answerHere } from '../../api/apart.ts'
import { openServer } from '../../api/server.ts'
import type { Settings } from '../../api/settings.ts'
import type { Attempt, WireRequest } from '../../service/asked/request.ts'
import { performMany } from '../../service/ledger/perform.ts'
import { onWake } from '../../service/work/wake.ts'
import { storeFault } from '../../store/session/faults.ts'
import { openStore, serverBudget } from '../../store/session/store.ts'

// The thread apart: a server that listens nowhere and takes on as much of a customer as there is.

/** What this thread is given. */
export type GivenApart = { readonly url: string; readonly settings: Pick<Settings, 'web' | 'mail' | 'hosts'> }

/** What it is asked. */
export type ToApart =
  | { readonly id: number; readonly ask: 'answer'; readonly asked: AskedApart }
  | { readonly id: number; readonly ask: 'perform'; readonly requests: readonly WireRequest[] }
  | { readonly id: number; readonly ask: 'hang_up' }

/** What it says. `committed`: something was, others may want to look. */
export type FromApart =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly fault: Fault }
  | 'committed'

/** A failure as it comes over from another thread. */
export type Fault = { readonly name: string; readonly message: string; readonly store: ReturnType<typeof storeFault> }

const { url, settings } = workerData as GivenApart
const CONNECTIONS = 4
const store = await openStore(url, { size: CONNECTIONS, budget: serverBudget })
const app = await openServer(store, { ...settings, proxies: ANYBODY, probe: store })
await app.ready()
onWake(store, () => say('committed'))
const underWay = new Map<number, AbortController>()

parentPort?.on('message', (message: ToApart) => {
  if (message.ask === 'hang_up') return underWay.get(message.id)?.abort()
  void worked(message)
    .then((answer) => say({ id: message.id, answer }))
    .catch((error: unknown) => say({ id: message.id, fault: faultOf(error) }))
    .finally(() => underWay.delete(message.id))
})

async function worked(message: Exclude<ToApart, { ask: 'hang_up' }>): Promise<unknown> {
  if (message.ask === 'perform') return (await performMany(store, message.requests)).map(portable)
  const hungUp = new AbortController()
  underWay.set(message.id, hungUp)
  return await answerHere(app, message.asked, hungUp.signal)
}

/** An attempt as it can be handed to another thread: faults in words, and not what this one knows of what it booked. */
function portable(attempt: Attempt) {
  if (attempt.status === 'fault') return { status: 'fault', error: faultOf(attempt.error) }
  if (attempt.status !== 'done') return attempt
  const { booked: _, ...done } = attempt
  return done
}

function faultOf(error: unknown): Fault {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  return { name, message, store: storeFault(error) }
}

function say(message: FromApart): void {
  parentPort?.postMessage(message)
}
