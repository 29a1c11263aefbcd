import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastify from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { openRoom } from '../store/session/room.ts'
import type { Store } from '../store/session/store.ts'
import type { App } from './app.ts'
import { registerAuth } from './auth.ts'
import { answerBrokenHttp, answerRouterError, gatherMethods } from './before-routes.ts'
import { BODY_LIMIT, registerBodies } from './body.ts'
import { registerCursors } from './cursors.ts'
import { registerOpenApi } from './documentation.ts'
import { registerErrorPages } from './error-pages.ts'
import { answersFaults } from './faults.ts'
import { registerHosts } from './hosts.ts'
import { registerKeys } from './keys.ts'
import { HEADERS_IN_TIME, registerPatience, SILENCE_MS } from './patience.ts'
import { registerDocument, registerReference } from './reference.ts'
import { registerRoom } from './room.ts'
import { access } from './routes/access.ts'
import { audit } from './routes/audit.ts'
import { batch } from './routes/batch.ts'
import { books } from './routes/books.ts'
import { charges } from './routes/charges.ts'
import { clocks } from './routes/clocks.ts'
import { collectionRuns } from './routes/collection.ts'
import { creditNotes } from './routes/credit-notes.ts'
import { credits } from './routes/credits.ts'
import { customers } from './routes/customers.ts'
import { disputes } from './routes/disputes.ts'
import { explain } from './routes/explain.ts'
import { health } from './routes/health.ts'
import { ingest } from './routes/ingest.ts'
import { invoices } from './routes/invoices.ts'
import { messages } from './routes/messages.ts'
import { metrics } from './routes/metrics.ts'
import { moves } from './routes/moves.ts'
import { notes } from './routes/notes.ts'
import { operations } from './routes/operations.ts'
import { own } from './routes/own.ts'
import { payments } from './routes/payments.ts'
import { policies } from './routes/policies.ts'
import { ready } from './routes/ready.ts'
import { roles } from './routes/roles.ts'
import { scheduled } from './routes/scheduled.ts'
import { session } from './routes/session.ts'
import { registerSecurity } from './security.ts'
import type { Settings } from './settings.ts'
import { registerWeb } from './web.ts'

/** Longest id in a path, every character of it escaped. */
const LONGEST_PARAMETER = 64 * 4 * 3

/** Moving a clock takes a second or two for so many customers and one day of theirs. */
const MANY_CUSTOMERS = 1000

const routes = [
  session,
  own,
  access,
  customers,
  charges,
  payments,
  invoices,
  credits,
  creditNotes,
  disputes,
  notes,
  operations,
  messages,
  policies,
  books,
  batch,
  moves,
  scheduled,
  clocks,
  collectionRuns,
  explain,
] as const

/** Makes the server of API, reference and web page on a migrated ledger; it listens when it is told to. */
export async function openServer(store: Store, wished: Partial<Settings> & Pick<Settings, 'web'>): Promise<App> {
  const settings: Settings = {
    mail: 'not configured',
    clockBehind: () => null,
    version: versionOf(),
    zone: zoneOf(),
    logLevel: 'warn',
    silenceMs: SILENCE_MS,
    manyCustomers: MANY_CUSTOMERS,
    probe: store,
    room: openRoom(undefined),
    hosts: [],
    proxies: [],
    ...wished,
  }
  const app: App = fastify({
    logger: { level: settings.logLevel, ...(settings.log && { stream: settings.log }) },
    bodyLimit: BODY_LIMIT,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    http: HEADERS_IN_TIME,
    frameworkErrors: answerRouterError,
    clientErrorHandler: answerBrokenHttp,
    trustProxy: settings.proxies.length === 0 ? false : [...settings.proxies],
    ...secured(settings.tls),
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(answersFaults(settings.apart))
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id)
    done()
  })
  const methodsOf = gatherMethods(app)
  registerPatience(app, settings.silenceMs)
  await registerSecurity(app)
  registerHosts(app, settings.hosts)
  await registerOpenApi(app, settings.version)
  registerBodies(app)
  metrics(app, store, settings)
  health(app, store, settings)
  ready(app, settings)
  registerErrorPages(app)
  await app.register(
    (api, _options, done) => {
      registerApi(api.withTypeProvider<ZodTypeProvider>(), store, settings)
      done()
    },
    { prefix: '/api/v1' },
  )
  registerDocument(app)
  await registerReference(app)
  await registerWeb(app, settings.web, methodsOf)
  return app
}

/** What makes it speak TLS. Its type stays that of a server that does not: nothing here looks at the difference. */
const secured = (tls: Settings['tls']): object =>
  tls === undefined ? {} : { https: { ...tls, minVersion: 'TLSv1.2' } }

function registerApi(api: App, store: Store, settings: Settings): void {
  const takings = registerAuth(api, store)
  registerRoom(api, settings.room)
  keepNothing(api)
  registerKeys(api)
  registerCursors(api)
  refuseOtherParameters(api)
  for (const route of routes) route(api, store, settings)
  roles(api, store, takings)
  ingest(api, store, settings)
  audit(api, store, settings)
}

/** No browser or proxy keeps what it was answered. */
function keepNothing(api: App): void {
  api.addHook('onRequest', (_request, { raw }, done) => {
    raw.setHeader('cache-control', 'no-store')
    done()
  })
}

/** What nobody reads is refused, also in the query of what has none: "?dry_run=true" would be booked else. */
function refuseOtherParameters(api: App): void {
  const none = z.strictObject({})
  api.addHook('onRoute', (route) => {
    route.schema = { querystring: none, ...route.schema }
  })
}

function versionOf(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'))
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : ''
}

const zoneOf = (): string => process.env.WHENCE_TIME_ZONE || 'UTC'
