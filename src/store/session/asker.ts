import { AsyncLocalStorage } from 'node:async_hooks'

/** A question under way: whether its asker has hung up meanwhile, and that it is over. */
type Question = { readonly hasHungUp: () => boolean; readonly done: () => void }

const signals = new AsyncLocalStorage<AbortSignal>()

const nobody: Question = { hasHungUp: () => false, done: () => {} }

/**
 * Who asks a question, as long as it is worked on: known to whatever is called on the way, so that no question in
 * between has to hand it on. Operations have no asker: they are carried out, whether or not somebody still listens.
 */
export const asker = {
  nobody,
  /** Does some work for somebody; the signal says that he hung up. */
  waits: <T>(signal: AbortSignal, work: () => T): T => signals.run(signal, work),
  /** Has whoever asks the question under way hung up? */
  hasHungUp: (): boolean => signals.getStore()?.aborted === true,
  /** Has something ended as soon as whoever asks hangs up, until it is done. */
  untilHungUp: (end: () => void): Question => {
    const signal = signals.getStore()
    if (signal === undefined) return nobody
    if (signal.aborted) end()
    else signal.addEventListener('abort', end, { once: true })
    return { hasHungUp: () => signal.aborted, done: () => signal.removeEventListener('abort', end) }
  },
}
