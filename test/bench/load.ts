import { randomUUID } from 'node:crypto'
import autocannon from 'autocannon'
import { lasting, type Reading } from './measure.ts'
import type { Side } from './sides.ts'

/** A request of the API; one with a body changes something, and gets a key of its own. */
export type Asked = { readonly path: string; readonly body?: unknown }

type Load = {
  readonly connections: number
  readonly seconds: number
  /** Operations a second over all connections; left out, as many as go. */
  readonly rate?: number
}

/** Asks for some seconds over some connections, each of which waits for its answer; all must be accepted. */
export async function load(side: Side, asked: Load, next: () => Asked): Promise<Reading> {
  const samples: number[] = []
  const cpu = process.cpuUsage()
  const { ms, result } = await lasting(() => asking(side, asked, next, samples))
  const { user, system } = process.cpuUsage(cpu)
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${side.name}: ${JSON.stringify(result.statusCodeStats)} answers, ${result.errors} failed`)
  return { count: samples.length, ms, samples, asking: (user + system) / 1000 / ms }
}

function asking(
  side: Side,
  { connections, seconds, rate }: Load,
  next: () => Asked,
  samples: number[],
): Promise<autocannon.Result> {
  const options: autocannon.Options = {
    url: side.product.url,
    connections,
    duration: seconds,
    ...(rate !== undefined && { overallRate: rate }),
    requests: [{ setupRequest: (request) => ({ ...request, ...requestOf(side, next()) }) }],
  }
  return new Promise((resolve, reject) => {
    const running = autocannon(options, (error, result) => (error ? reject(error) : resolve(result)))
    running.on('response', (_client, _status, _bytes, ms) => samples.push(ms))
  })
}

function requestOf({ cookie }: Side, { path, body }: Asked): autocannon.Request {
  if (body === undefined) return { method: 'GET', path: `/api/v1${path}`, headers: { cookie } }
  const headers = { cookie, 'content-type': 'application/json', 'idempotency-key': randomUUID() }
  return { method: 'POST', path: `/api/v1${path}`, headers, body: JSON.stringify(body) }
}

/** Operations as lines of POST /ingest, each with its key; all must be done. How many records they made. */
export async function ingest({ name, product, cookie }: Side, lines: readonly object[]): Promise<number> {
  const response = await fetch(`${product.url}/api/v1/ingest?records=none`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/x-ndjson' },
    body: lines.map((line) => JSON.stringify(line)).join('\n'),
  })
  const answers = (await response.text()).trimEnd().split('\n')
  const other = answers.find((answer) => !answer.includes('"status":"done"'))
  if (other !== undefined || answers.length !== lines.length)
    throw new Error(`${name}: ${answers.length} answers to ${lines.length} lines, one is ${other}`)
  const seqs = answers.map((answer) => JSON.parse(answer) as { first_seq: number; last_seq: number })
  return seqs.reduce((sum, { first_seq, last_seq }) => sum + last_seq - first_seq + 1, 0)
}
