import { monitorEventLoopDelay } from 'node:perf_hooks'
import { type Behind, seconds } from '../../service/time/clock-watch.ts'
import type { Store } from '../../store/session/store.ts'
import { type App, written } from '../app.ts'
import type { Settings } from '../settings.ts'

/** Upper bounds of the histogram of answer times; seconds. */
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5]

/** How exactly it is seen how long the event loop was busy, ms. */
const SEEN_MS = 5

const schema = {
  tags: ['Server'],
  summary: 'How much was answered, how fast, and what it takes',
  security: [],
  response: written('text/plain', 'The text form of Prometheus, version 0.0.4'),
}

type Series = { count: number; seconds: number; readonly buckets: number[] }

/** Counts answers by route and status, and serves them in the text form of Prometheus at /metrics. */
export const metrics = (app: App, store: Store, { clockBehind }: Pick<Settings, 'clockBehind'>): void => {
  const series = new Map<string, Series>()
  const longestTick = watchLoop(app)
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none'
    const labels = `method="${request.method}",route="${route}",status="${reply.statusCode}"`
    observe(series, labels, reply.elapsedTime / 1000)
    done()
  })
  app.get('/metrics', { config: { open: true }, schema }, async (_request, reply) =>
    reply
      .type('text/plain; version=0.0.4')
      .send(
        [
          ...requestLines(series),
          ...clockLines(clockBehind()),
          ...loopLines(longestTick()),
          ...processLines(store),
        ].join('\n'),
      ),
  )
}

function observe(all: Map<string, Series>, labels: string, seconds: number): void {
  const one = all.get(labels) ?? { count: 0, seconds: 0, buckets: BOUNDS.map(() => 0) }
  all.set(labels, one)
  one.count += 1
  one.seconds += seconds
  for (const [at, bound] of BOUNDS.entries()) if (seconds <= bound) one.buckets[at] = (one.buckets[at] ?? 0) + 1
}

const requestLines = (series: ReadonlyMap<string, Series>): string[] => [
  '# HELP whence_http_seconds Time until an answer was sent.',
  '# TYPE whence_http_seconds histogram',
  ...[...series].flatMap(([labels, { count, seconds, buckets }]) => [
    ...BOUNDS.map((bound, at) => `whence_http_seconds_bucket{${labels},le="${bound}"} ${buckets[at]}`),
    `whence_http_seconds_bucket{${labels},le="+Inf"} ${count}`,
    `whence_http_seconds_sum{${labels}} ${seconds.toFixed(6)}`,
    `whence_http_seconds_count{${labels}} ${count}`,
  ]),
]

const clockLines = (behind: Behind | null): string[] => [
  '# HELP whence_clock_behind_seconds How far the clock of this machine is behind the newest record.',
  '# TYPE whence_clock_behind_seconds gauge',
  `whence_clock_behind_seconds ${behind === null ? 0 : seconds(behind.by)}`,
]

/** How long the thread that answers everybody was busy with one thing at most since this was asked last; seconds. */
function watchLoop(app: App): () => number {
  const delays = monitorEventLoopDelay({ resolution: SEEN_MS })
  app.addHook('onListen', async () => void delays.enable())
  app.addHook('onClose', async () => void delays.disable())
  return () => {
    const longest = delays.max / 1e9 - SEEN_MS / 1000
    delays.reset()
    return Math.max(0, longest)
  }
}

const loopLines = (longestTick: number): string[] => [
  '# HELP whence_longest_tick_seconds The longest that nobody else was answered, since this was asked last.',
  '# TYPE whence_longest_tick_seconds gauge',
  `whence_longest_tick_seconds ${longestTick.toFixed(6)}`,
]

const processLines = ({ pool }: Store): string[] => [
  '# TYPE process_resident_memory_bytes gauge',
  `process_resident_memory_bytes ${process.memoryUsage.rss()}`,
  '# TYPE process_uptime_seconds gauge',
  `process_uptime_seconds ${process.uptime().toFixed(0)}`,
  '# TYPE whence_database_connections gauge',
  `whence_database_connections{state="all"} ${pool.totalCount}`,
  `whence_database_connections{state="idle"} ${pool.idleCount}`,
  `whence_database_connections{state="awaited"} ${pool.waitingCount}`,
  '',
]
