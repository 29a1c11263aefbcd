import { parentPort, workerData } from 'node:worker_threads'
import type { Levels } from '../../service/verify/levels.ts'
import { reviewSpan, type Span, type Spanned } from '../../service/verify/spans.ts'
import { openStore } from '../../store/session/store.ts'

// A thread that verifies customers: one of a crew, with a connection of its own.

/** What it is asked, and what it says: what became of it, or why nothing did. */
export type ToVerifier = { readonly span: Span; readonly levels: Levels }
export type FromVerifier = { readonly spanned: Spanned } | { readonly fault: Error }

const { url } = workerData as { readonly url: string }
const store = await openStore(url, { size: 1 })

parentPort?.on('message', ({ span, levels }: ToVerifier) => {
  void reviewSpan(store, span, levels).then(
    (spanned) => say({ spanned }),
    (error: unknown) => say({ fault: error instanceof Error ? error : new Error(String(error)) }),
  )
})

function say(message: FromVerifier): void {
  parentPort?.postMessage(message)
}
