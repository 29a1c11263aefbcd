// Maps of which a copy costs what was changed, not what they hold: a few changes over one that stays as it is.

/** A map that can be set where it is somebody's own. */
export type Settable<K, V> = ReadonlyMap<K, V> & { readonly set: (key: K, value: V) => unknown }

type Layers<K, V> = { readonly base: ReadonlyMap<K, V>; readonly over: ReadonlyMap<K, V> }

/** Fewer entries are copied sooner than looked for in two places. */
const FEW = 256
/** So many changes lie over a map, then it is copied whole: a copy costs at most so many, but for one in as many. */
const MOST_OVER = 64

const layers = new WeakMap<ReadonlyMap<unknown, unknown>, Layers<unknown, unknown>>()

/** A copy of a map that can be set, in the same order; the map itself stays as it is from now on. */
export function copyOf<K, V>(map: ReadonlyMap<K, V>): Settable<K, V> {
  if (map.size < FEW) return new Map(map)
  const known = layers.get(map) as Layers<K, V> | undefined
  if (known === undefined) return layered(map, new Map())
  return known.over.size < MOST_OVER ? layered(known.base, new Map(known.over)) : layered(wholeOf(map), new Map())
}

/** A copy of a map with all that it holds. */
export function wholeOf<K, V>(map: ReadonlyMap<K, V>): Map<K, V> {
  const known = layers.get(map) as Layers<K, V> | undefined
  const whole = new Map(known?.base ?? map)
  for (const [key, value] of known?.over ?? []) whole.set(key, value)
  return whole
}

function layered<K, V>(base: ReadonlyMap<K, V>, over: Map<K, V>): Settable<K, V> {
  let added = 0
  for (const key of over.keys()) if (!base.has(key)) added += 1
  function* entries(): MapIterator<[K, V]> {
    for (const [key, value] of base) yield [key, over.has(key) ? (over.get(key) as V) : value]
    for (const [key, value] of over) if (!base.has(key)) yield [key, value]
  }
  const map: Settable<K, V> = {
    get size() {
      return base.size + added
    },
    get: (key) => over.get(key) ?? base.get(key),
    has: (key) => over.has(key) || base.has(key),
    set: (key, value) => {
      if (!over.has(key) && !base.has(key)) added += 1
      over.set(key, value)
    },
    forEach: (work) => {
      for (const [key, value] of entries()) work(value, key, map)
    },
    entries,
    *keys(): MapIterator<K> {
      for (const [key] of entries()) yield key
    },
    *values(): MapIterator<V> {
      for (const [, value] of entries()) yield value
    },
    [Symbol.iterator]: entries,
  }
  layers.set(map, { base, over })
  return map
}
