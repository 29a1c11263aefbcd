import type { Store } from '../../store/session/store.ts'

const sleepers = new WeakMap<Store['pool'], Set<() => void>>()

/** Tells the workers of this process that a transaction was committed, so that they need not wait for their next look. */
export function wake(store: Store): void {
  for (const wakeUp of sleepers.get(store.pool) ?? []) wakeUp()
}

/** Has a worker told of commits; answers how to end it. */
export function onWake(store: Store, wakeUp: () => void): () => void {
  const all = sleepers.get(store.pool) ?? new Set()
  sleepers.set(store.pool, all.add(wakeUp))
  return () => all.delete(wakeUp)
}
