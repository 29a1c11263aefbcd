import swagger from '@fastify/swagger'
import scalar from '@scalar/fastify-api-reference'
import type { App } from './app.ts'
import { describer } from './schemas.ts'
import { policyForPage } from './security.ts'

const description = `The ledger of an operator's customers. Every figure says where it comes from.

Amounts are decimal strings ("60.00"), times RFC 3339 in UTC, ids strings. A POST names an \`Idempotency-Key\`; the same
request with the same key is answered again without being booked again (\`Idempotent-Replay: true\`). A request that is
not carried out is answered with a problem document (RFC 9457) whose \`code\` stands in the list at [/errors](/errors).
HEAD is answered as GET, without the body; a method that an address does not take by 405 and \`Allow\`.`

/** The OpenAPI document of all routes registered after this. */
export const registerOpenApi = async (app: App, version: string): Promise<void> => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Whence', version, description, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
      servers: [{ url: '/', description: 'this server' }],
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: 'An API key.' },
          session: { type: 'apiKey', in: 'cookie', name: 'whence_session', description: 'Set by signing in.' },
        },
      },
      security: [{ key: [] }, { session: [] }],
    },
    ...describer(),
  })
}

/** The reference page at /docs/api; all that it loads comes from this server. */
export const registerReference = async (app: App): Promise<void> => {
  await app.register(async (pages) => {
    pages.addHook('onSend', (_request, reply, payload, done) => {
      const policy = reply.getHeader('content-security-policy')
      if (typeof payload === 'string' && typeof policy === 'string' && isPage(reply.getHeader('content-type')))
        reply.header('content-security-policy', policyForPage(policy, payload))
      done(null, payload)
    })
    await pages.register(scalar, {
      routePrefix: '/docs/api',
      logLevel: 'warn',
      configuration: {
        pageTitle: 'Whence API',
        withDefaultFonts: false,
        telemetry: false,
        hideClientButton: true,
        showDeveloperTools: 'never',
        agent: { disabled: true },
        mcp: { disabled: true },
        defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
      },
    })
  })
}

const isPage = (type: unknown): boolean => typeof type === 'string' && type.startsWith('text/html')
