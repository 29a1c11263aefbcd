import { join } from 'node:path'
import process from 'node:process'
import type { Command } from 'commander'
import { openServer } from '../api/server.ts'
import { loadDemo, wantsDemo } from '../service/demo/load-demo.ts'
import { takeOverRows } from '../service/ledger/pins.ts'
import { startClockWatch } from '../service/time/clock-watch.ts'
import { oneAtATime } from '../service/work/leased.ts'
import { migrateDatabase } from '../store/migrations/migrate-database.ts'
import { PostgresFault } from '../store/postgres/fault.ts'
import { homeOf, type OpenDatabase, openDatabase } from '../store/postgres/open.ts'
import { openRoom } from '../store/session/room.ts'
import { openStore, type Store, serverBudget } from '../store/session/store.ts'
import { ended } from './ended.ts'
import { UsageFault } from './fault.ts'
import { firstSignIn } from './first-sign-in.ts'
import { type HttpSettings, heardByOthers, httpSettings } from './http-settings.ts'
import { mailSettings } from './mail-settings.ts'
import { openApart, startBackground } from './threads/threads.ts'

const PORT = 4000
const WEB = join(import.meta.dirname, '../../dist/web')
/** How long /ready waits for the database. */
const PROBE = { lockMs: 1000, statementMs: 1500, answerMs: 2000, connectionMs: 2000 }
/** What the thread that answers everybody takes on of one customer: some 20 ms of work. */
const AT_ONCE = { subjects: 1200, folded: 2000, records: 20_000 }
const UNBOUND = `Nothing keeps the server from changing history: DATABASE_URL names a login that could, and by which no
other was made that can sign in. The manual, "A database of yours", says which rights that needs.`
const say = (line: string): void => console.error(line)

/** `whence start`: the product on one port, with the demonstration data where the database is empty. */
export function addStart(program: Command): void {
  program
    .command('start')
    .description('serve web page and API; the first start loads the demonstration data')
    .option('--port <port>', 'where to listen; 0 takes a free one (PORT, else 4000)')
    .option('--no-demo', 'start with an empty ledger')
    .action(async ({ port, demo }: { port?: string; demo: boolean }) => {
      const http = httpSettings()
      const database = await openDatabase(process.env, { say }).catch(alreadyRunning)
      if (database !== null) await serve(database, { port: portFrom(port ?? process.env.PORT), demo, http })
    })
}

/** A second start of the same home says where the first one is; that is no mistake. */
function alreadyRunning(error: unknown): null {
  if (!(error instanceof PostgresFault) || error.reason !== 'already_running' || error.address === undefined)
    throw error
  console.log(`Whence runs already at ${error.address}`)
  return null
}

function portFrom(text: string | undefined): number {
  const port = text === undefined || text === '' ? PORT : Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new UsageFault(`${text} is no port; give a number from 0 to 65535.`)
  return port
}

type Wish = {
  readonly port: number
  readonly demo: boolean
  readonly http: HttpSettings
}

async function serve(database: OpenDatabase, { port, demo, http }: Wish): Promise<void> {
  await migrateDatabase(database.url)
  const store = await openStore(database.url, { size: 20, budget: serverBudget, atOnce: AT_ONCE })
  await takeOverRows(store)
  if (!store.appendOnly) say(UNBOUND)
  const heard = heardByOthers(http)
  if (heard !== null) say(heard)
  // what asks whether the database answers waits for none of those who do not get an answer
  const probe = await openStore(database.url, { size: 1, budget: PROBE })
  const mail = mailSettings()
  if (demo) await withDemo(store)
  const clock = await startClockWatch(store, say)
  const data = database.embedded?.data
  const background = startBackground(store, { url: database.url, mail, data })
  const service = { stop: () => Promise.all([background.stop(), clock.stop()]) }
  const settings = { web: WEB, mail: mail.smtpUrl === undefined ? 'not configured' : 'configured', hosts: http.hosts }
  const apart = openApart(store, { url: database.url, settings })
  const room = openRoom(data)
  const server = await openServer(store, { ...settings, ...http, probe, apart, room, clockBehind: clock.behind })
  const address = await server.listen({ host: http.listen, port }).catch(async (error: unknown) => {
    await service.stop()
    await Promise.all([apart.close(), store.close(), probe.close()])
    await database.close()
    throw isTaken(error)
      ? new UsageFault(`Port ${port} is in use; set PORT to another one, or to 0 for any free one.`)
      : error
  })
  database.embedded?.announce(address)
  const signIn = await firstSignIn(store, homeOf(process.env), address)
  console.log(`Whence is at ${address}${signIn === null ? '' : `\nSign-in data and an API key: ${signIn}`}`)
  await untilEnded(database)
  await ended({ server, service, stores: [apart, store, probe], database })
  process.exit(process.exitCode ?? 0)
}

/** Demonstration data, loaded by one where several servers start on an empty database at once. */
async function withDemo(store: Store): Promise<void> {
  if (await wantsDemo(store))
    await oneAtATime(store, 'demo', async () => {
      if (await wantsDemo(store)) await loadDemo(store, { say })
    })
}

const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'

/** Waits for Ctrl-C, a termination, or the end of the embedded database. */
function untilEnded({ embedded }: OpenDatabase): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
    embedded?.died.then((sentence) => {
      say(sentence)
      process.exitCode = 1
      resolve()
    })
  })
}
