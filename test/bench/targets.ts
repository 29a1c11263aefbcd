import type { Result } from './measure.ts'
import type { Size } from './sizes.ts'

/** What a row should reach; each that is named must be. */
export type Target = {
  /** At least so many a second. */
  readonly perSecond?: number
  /** Whose rate that is, where it is not that of all together. */
  readonly of?: string
  /** Ninety-nine of a hundred take less; ms. */
  readonly p99?: number
  /** At least this part of the rate of the pair. */
  readonly ofPair?: number
  /** The server answers nobody for no longer than this, ms. */
  readonly tick?: number
  /** So many of what it is asked for; of a smaller ledger it says less. */
  readonly at?: { readonly count: number; readonly what: string; readonly has: (size: Size) => number }
}

/** A target as people read it. */
export function targetWords({ perSecond, of, p99, ofPair, tick, at }: Target): string {
  return [
    ...(perSecond === undefined ? [] : [`≥ ${perSecond.toLocaleString('en')}/s${of === undefined ? '' : ` ${of}`}`]),
    ...(p99 === undefined ? [] : [`p99 < ${p99} ms`]),
    ...(ofPair === undefined ? [] : [`≥ ${ofPair} × the pair`]),
    ...(tick === undefined ? [] : [`tick ≤ ${tick} ms`]),
    ...(at === undefined ? [] : [`at ${at.count.toLocaleString('en')} ${at.what}`]),
  ].join(', ')
}

/** Whether a row reaches its target, in words; nothing where nothing is wanted. `ratio`: of the rate of its pair. */
export function verdict(target: Target, { perSecond, p99, tick }: Result, ratio: number | null, size: Size): string {
  const reached = [
    ...(target.perSecond === undefined ? [] : [perSecond >= target.perSecond]),
    ...(target.p99 === undefined ? [] : [p99 !== null && p99 < target.p99]),
    ...(target.ofPair === undefined ? [] : [ratio !== null && ratio >= target.ofPair]),
    ...(target.tick === undefined || tick === null ? [] : [tick <= target.tick]),
  ]
  if (reached.length === 0) return ''
  return `${reachedWords(reached.every(Boolean))}${atWords(target, size)}`
}

/** Whether what was wanted was reached. */
export const reachedWords = (isReached: boolean): string => (isReached ? 'held' : 'missed')

function atWords({ at }: Target, size: Size): string {
  const has = at?.has(size) ?? 0
  return at === undefined || has >= at.count ? '' : `, of ${has.toLocaleString('en')}`
}
