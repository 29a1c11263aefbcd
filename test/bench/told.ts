import { execFileSync } from 'node:child_process'
import { cpus, totalmem } from 'node:os'
import type { Measure, Reading, Result } from './measure.ts'
import type { Side } from './sides.ts'
import { reachedWords } from './targets.ts'

/** What some rounds took of the server, as the cells of two columns. */
export const toldCost = ({ peak, tick }: Pick<Result, 'peak' | 'tick'>): string[] =>
  [tick, peak].map((one) => (one === null ? '' : String(Math.round(one))))

/** A result as people read it. */
export function told(counts: Measure['counts'], { perSecond, p50, p99, work }: Result): string {
  if (perSecond === 0) return 'no answer in time'
  const rate = `${Math.round(perSecond).toLocaleString('en')}/s`
  const times = p50 === null || p99 === null ? [] : [`p50 ${p50.toFixed(1)}`, `p99 ${p99.toFixed(1)} ms`]
  const cores = `${work.server.toFixed(2)} + ${work.database.toFixed(2)} ms of a core`
  return [...(counts === 'rate' ? [rate] : []), ...times, ...(Number.isNaN(work.server) ? [] : [cores])].join(', ')
}

/** The most memory that each side had, and the most of a core that asking took. */
export function toldMost(sides: readonly Side[], readings: readonly (readonly Reading[])[]): string {
  const most = (numbers: readonly number[]): number => numbers.reduce((one, other) => Math.max(one, other), 0)
  const memory = sides.map(({ name }, at) => {
    const taken = (readings[at] ?? []).flatMap(({ memory }) => (memory === undefined ? [] : [memory]))
    const all = most(taken.map(({ server, database }) => server + database))
    return `${name} ${all} MB, the server ${most(taken.map(({ server }) => server))}`
  })
  const asking = most(readings.flat().map(({ asking = 0 }) => asking))
  return [
    `Memory of server and database (PSS) at the end of a round, at most: ${memory.join('; ')}.`,
    `Of the server or a command with all threads (RSS), at any moment: ${toldPeak(most(readings.flat().map(({ peak = 0 }) => peak)))}.`,
    `Asking took at most ${Math.round(asking * 100)} % of one core; client, server and database share the machine.`,
  ].join('\n')
}

/** The memory that all Node processes and threads of a product have to do with, MB. */
const MOST_MB = 512
const toldPeak = (peak: number): string => `${peak} MB. Target: < ${MOST_MB} MB, ${reachedWords(peak < MOST_MB)}`

/** On what and when it was measured. */
export function toldMachine(): string {
  const [{ model } = { model: 'unknown' }] = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  return `${new Date().toISOString().slice(0, 16)}Z, ${cpus().length} × ${model}, ${memory} GB, Node ${process.version}`
}

/** The commit of a checkout, and its subject. */
export function commitOf(checkout: string): string {
  return execFileSync('git', ['-C', checkout, 'log', '-1', '--format=%h %s'], { encoding: 'utf8' }).trim()
}
