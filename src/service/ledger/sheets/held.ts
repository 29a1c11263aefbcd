import type { Store } from '../../../store/session/store.ts'

/**
 * Most connections of a process that wait for rows which somebody else holds. Of the 20 of a server's pool, lanes and
 * what goes by itself take ten besides; the rest stays for questions.
 */
const PLACES = 6

const taken = new WeakMap<Store['pool'], number>()

/** Takes a place for one connection that waits; answers how to give it back, or null where all are taken. */
export function takePlace({ pool }: Pick<Store, 'pool'>): (() => void) | null {
  const count = taken.get(pool) ?? 0
  if (count >= PLACES) return null
  taken.set(pool, count + 1)
  return () => void taken.set(pool, (taken.get(pool) ?? 1) - 1)
}
