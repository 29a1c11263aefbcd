const MOST = 10_000

/**
 * Remembers what was found under a key for a while, so that not every request asks the database; what was not found is
 * not remembered. `forget` drops one at once, in this process.
 */
export function remembered<T>(forMs: number): {
  readonly get: (key: string, find: () => Promise<T | undefined>) => Promise<T | undefined>
  readonly forget: (key: string) => void
  readonly forgetAll: () => void
} {
  const known = new Map<string, { readonly value: T; readonly until: number }>()
  return {
    get: async (key, find) => {
      const one = known.get(key)
      if (one !== undefined && one.until > performance.now()) return one.value
      known.delete(key)
      const value = await find()
      if (value === undefined) return undefined
      if (known.size >= MOST) known.clear()
      known.set(key, { value, until: performance.now() + forMs })
      return value
    },
    forget: (key) => void known.delete(key),
    forgetAll: () => known.clear(),
  }
}
