import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Crew } from '../../service/verify/verify.ts'
import type { FromVerifier, ToVerifier } from './verifier.ts'

/** A thread a core, and no more than have room in half a GB with this one. */
const MOST_THREADS = 4
/** Little of what is new, in MB: records that went by are collected before there are many of them. */
const NEW_MB = 8

type Hand = { readonly worker: Worker; readonly review: Crew['review'] }

/** Threads that verify customers beside each other, each with a connection of its own. */
function openCrew(url: string): Crew & { readonly close: () => Promise<void> } {
  const hands = Math.min(availableParallelism(), MOST_THREADS)
  const free: Hand[] = []
  const all: Worker[] = []
  const taken = (): Hand => {
    const hand = free.pop() ?? handOf(url)
    if (!all.includes(hand.worker)) all.push(hand.worker)
    return hand
  }
  return {
    hands,
    review: async (span, levels) => {
      const hand = taken()
      const reviewed = await hand.review(span, levels)
      free.push(hand)
      return reviewed
    },
    close: async () => {
      await Promise.all(all.map((worker) => worker.terminate()))
    },
  }
}

/** Works with such threads, which end whatever comes. */
export async function withCrew<T>(url: string, work: (crew: Crew) => Promise<T>): Promise<T> {
  const crew = openCrew(url)
  try {
    return await work(crew)
  } finally {
    await crew.close()
  }
}

/** A thread, started when it is needed; it is asked one thing at a time. */
function handOf(url: string): Hand {
  const worker = new Worker(new URL('./verifier.ts', import.meta.url), {
    workerData: { url },
    resourceLimits: { maxYoungGenerationSizeMb: NEW_MB },
  })
  return {
    worker,
    review: (span, levels) => {
      const { promise, resolve, reject } = Promise.withResolvers<Awaited<ReturnType<Crew['review']>>>()
      const done = (): void => {
        worker.off('message', heard).off('error', ended).off('exit', left)
      }
      const heard = (message: FromVerifier): void => {
        done()
        if ('fault' in message) reject(message.fault)
        else resolve(message.spanned)
      }
      const ended = (error: unknown): void => {
        done()
        reject(error)
      }
      const left = (): void => ended(new Error('A thread that verified has ended'))
      worker.on('message', heard).on('error', ended).on('exit', left)
      worker.postMessage({ span, levels } satisfies ToVerifier)
      return promise
    },
  }
}
