import { startPostgres } from '../../src/store/postgres/start.ts'

/** A process that does nothing but hold an embedded database, for tests that kill it: `node postgres-holder.ts HOME`. */
const [home = '', way] = process.argv.slice(2)
const { url, pid, data, announce } = await startPostgres({ home, ...(way === 'shell' && { setpriv: false }) })
announce('http://127.0.0.1:4999')
process.stdout.write(`${JSON.stringify({ url, pid, data })}\n`)
setInterval(() => undefined, 1000)
