/** One measured thing: what it came to, and what it should come to. */
export type Row = { readonly what: string; readonly result: string; readonly target: string }

/** A table for the terminal. */
export function tableOf(rows: readonly Row[]): string {
  const head: Row = { what: 'what', result: 'measured', target: 'target' }
  const width = (of: (row: Row) => string): number => Math.max(...[head, ...rows].map((row) => of(row).length))
  const [what, result] = [width((row) => row.what), width((row) => row.result)]
  const line = (row: Row): string => `${row.what.padEnd(what)}  ${row.result.padEnd(result)}  ${row.target}`
  return [
    line(head),
    line({ what: '─'.repeat(what), result: '─'.repeat(result), target: '──────' }),
    ...rows.map(line),
  ].join('\n')
}

export const rate = (count: number, ms: number): number => Math.round((count * 1000) / ms)

export const perSecond = (count: number, ms: number): string => `${rate(count, ms).toLocaleString('en')}/s`

/** The 50th and 99th of a hundred, in milliseconds. */
export function spread(samples: readonly number[]): string {
  const sorted = [...samples].sort((a, b) => a - b)
  const at = (share: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1)
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`
}

const LONGEST_MS = 8000

/** How long each of some pieces of work took, one after the other; the first tenth only warms up. Ends after 8 s. */
export async function timed(count: number, work: (n: number) => Promise<unknown>): Promise<number[]> {
  const samples: number[] = []
  const end = performance.now() + LONGEST_MS
  for (let n = 0; n < count && performance.now() < end; n += 1) {
    const begun = performance.now()
    await work(n)
    samples.push(performance.now() - begun)
  }
  return samples.slice(Math.floor(samples.length / 10))
}

export async function lasting<T>(work: () => Promise<T>): Promise<{ readonly ms: number; readonly result: T }> {
  const begun = performance.now()
  const result = await work()
  return { ms: performance.now() - begun, result }
}
