import type { Memory } from '../product/memory.ts'
import type { Work } from '../product/work.ts'
import type { Side } from './sides.ts'
import type { Size } from './sizes.ts'
import type { Target } from './targets.ts'

/** What one round came to: so many of something in so many milliseconds, and how long each took where that is looked at. */
export type Reading = {
  readonly count: number
  readonly ms: number
  readonly samples?: readonly number[]
  /** The part of one core that asking took, where this process asked. */
  readonly asking?: number
  /** What the product worked for it, the rest after its answers included, in milliseconds of a core. */
  readonly work?: Work
  /** Of all processes of the product after it. */
  readonly memory?: Memory
  /** The most that all threads of the server took meanwhile, or of the command that did it; MB (RSS). */
  readonly peak?: number
  /** The longest that the server answered nobody, ms; left out where it does not say so. */
  readonly tick?: number
}

/** What must be there before something is measured; made once a side. */
export type Fixture = (side: Side, size: Size) => Promise<unknown>

/** One thing that is measured, in rounds. */
export type Measure = {
  readonly what: string
  readonly target?: Target
  /** In how many rounds at most; left out, in those of its size. */
  readonly rounds?: number
  /** What counts: how many a second, or how long one takes. */
  readonly counts: 'rate' | 'time'
  readonly needs: readonly Fixture[]
  /** `round` counts from 0, and seeds what is left to chance. */
  readonly read: Reader
  /** Whether the command line does it, whose work is not looked at. */
  readonly byCommand?: boolean
  /** Whether it is no work of Whence, so that an older checkout is not asked for it. */
  readonly byHand?: boolean
  /** Whether the product can do it; left out, each can. */
  readonly isThere?: (side: Side) => Promise<boolean>
  readonly pair?: Pair
}

/** What is done once, by this checkout alone, and told in words. */
export type Once = {
  readonly what: string
  readonly target: string
  readonly needs: readonly Fixture[]
  readonly once: (side: Side, size: Size) => Promise<Came>
}

/** What something that is done once came to. */
export type Came = {
  readonly told: string
  /** whether it is what was wanted; left out, nobody can say */
  readonly isReached?: boolean
  /** the most that the server or the command which did it took, MB (RSS) */
  readonly peak?: number
  /** the longest that the server answered nobody meanwhile, ms; null: it does not say so */
  readonly tick?: number | null
}

export type Reader = (side: Side, size: Size, round: number) => Promise<Reading>

/** What a measure is held against in the same run, after each of its rounds. */
export type Pair = { readonly what: string; readonly read: Reader }

/** What the rounds of a measure came to on one side. */
export type Result = {
  /** The median of the rounds. */
  readonly perSecond: number
  /** Of all samples, in milliseconds; null where single ones were not looked at. */
  readonly p50: number | null
  readonly p99: number | null
  /** Of server and database for one, in milliseconds of a core: the median of the rounds. */
  readonly work: Work
  /** The most memory and the longest tick of all rounds; null where they were not looked at. */
  readonly peak: number | null
  readonly tick: number | null
}

/** Sums up rounds. */
export function resultOf(readings: readonly Reading[]): Result {
  const samples = readings.flatMap(({ samples = [] }) => samples).sort((a, b) => a - b)
  return {
    perSecond: median(readings.map(perSecond)),
    p50: share(samples, 0.5),
    p99: share(samples, 0.99),
    work: { server: median(readings.map(worked('server'))), database: median(readings.map(worked('database'))) },
    peak: most(readings.map(({ peak }) => peak)),
    tick: most(readings.map(({ tick }) => tick)),
  }
}

const most = (numbers: readonly (number | undefined)[]): number | null =>
  numbers.reduce<number | null>((one, other) => (other === undefined ? one : Math.max(one ?? other, other)), null)

const worked =
  (part: keyof Work) =>
  ({ work, count }: Reading): number =>
    (work?.[part] ?? Number.NaN) / count

/** How much less the second of two works for the same: the median of the ratios of the rounds. */
export function workRatioOf(first: readonly Reading[], second: readonly Reading[]): number {
  const all = (reading: Reading): number => worked('server')(reading) + worked('database')(reading)
  return median(second.map((reading, round) => all(first[round] ?? reading) / all(reading)))
}

/** How much faster the second of two is, round by round: the median of their ratios. */
export function ratioOf(counts: Measure['counts'], first: readonly Reading[], second: readonly Reading[]): number {
  const speed = (reading: Reading): number => {
    const p50 = resultOf([reading]).p50
    return counts === 'time' && p50 !== null ? 1 / p50 : perSecond(reading)
  }
  return median(second.map((reading, round) => speed(reading) / speed(first[round] ?? reading)))
}

/** How long some work took. */
export async function lasting<T>(work: () => Promise<T>): Promise<{ readonly ms: number; readonly result: T }> {
  const begun = performance.now()
  const result = await work()
  return { ms: performance.now() - begun, result }
}

const perSecond = ({ count, ms }: Reading): number => (count * 1000) / ms

const share = (sorted: readonly number[], part: number): number | null =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? null

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  const [low = Number.NaN, high = low] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
  return (low + high) / 2
}
