import { execFileSync } from 'node:child_process'
import { cpus, totalmem } from 'node:os'
import type { Measure, Result } from './measure.ts'

/** A result as people read it. */
export function told(counts: Measure['counts'], { perSecond, p50, p99 }: Result): string {
  const rate = `${Math.round(perSecond).toLocaleString('en')}/s`
  const times = p50 === null || p99 === null ? [] : [`p50 ${p50.toFixed(1)}`, `p99 ${p99.toFixed(1)} ms`]
  return (counts === 'rate' ? [rate, ...times] : times).join(', ')
}

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
