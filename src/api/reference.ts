import type { FastifyReply, FastifyRequest } from 'fastify'
import fastify from 'fastify'
import type { App } from './app.ts'
import { policyForPage } from './security.ts'

const PREFIX = '/docs/api'
/** Not in the document that they show. */
const hidden = { schema: { hide: true }, logLevel: 'warn' } as const

/** The OpenAPI document as sent, at /docs/api/openapi.json and .yaml: any page may load it. */
export function registerDocument(app: App): void {
  const sent = (reply: FastifyReply, type: string, document: unknown): FastifyReply =>
    reply.type(type).header('access-control-allow-origin', '*').send(document)
  app.get(`${PREFIX}/openapi.json`, hidden, (_request, reply) => sent(reply, 'application/json', app.swagger()))
  app.get(`${PREFIX}/openapi.yaml`, hidden, (_request, reply) =>
    sent(reply, 'application/yaml', app.swagger({ yaml: true })),
  )
}

/**
 * The reference page at /docs/api; all that it loads comes from this server. Its script is 20 MB of memory, so that it is
 * loaded when it is first asked for, by a server of its own that listens nowhere.
 */
export async function registerReference(app: App): Promise<void> {
  let opened: ReturnType<typeof openPages> | undefined
  const fromPages = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    opened ??= openPages(app)
    const { statusCode, headers, rawPayload } = await (await opened).inject({ method: 'GET', url: request.url })
    const { location, 'content-type': type } = headers
    if (location !== undefined) return await reply.redirect(location, statusCode)
    const payload = isPage(type) ? rawPayload.toString() : rawPayload
    return await reply.code(statusCode).type(String(type)).send(payload)
  }
  await app.register((pages, _options, ready) => {
    pages.addHook('onSend', (_request, reply, payload, done) => {
      const policy = reply.getHeader('content-security-policy')
      if (typeof payload === 'string' && typeof policy === 'string' && isPage(reply.getHeader('content-type')))
        reply.header('content-security-policy', policyForPage(policy, payload))
      done(null, payload)
    })
    for (const path of [PREFIX, `${PREFIX}/`, `${PREFIX}/js/scalar.js`]) pages.get(path, hidden, fromPages)
    ready()
  })
}

async function openPages(app: App) {
  const { default: scalar } = await import('@scalar/fastify-api-reference')
  const pages = fastify({ logger: false })
  await pages.register(scalar, {
    routePrefix: PREFIX,
    configuration: {
      content: () => app.swagger(),
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
  return pages
}

const isPage = (type: unknown): boolean => typeof type === 'string' && type.startsWith('text/html')
