import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from './app.ts'
import { sendProblem } from './problem.ts'
import { policyForPage } from './security.ts'

/** The methods that an address takes. */
type MethodsOf = (path: string) => readonly string[]

/**
 * Serves the built web page: its files as they are, and its index for every address that a person may have typed and no
 * other route has (the page has routes of its own). Addresses of the API are answered with a problem.
 */
export const registerWeb = async (app: App, folder: string, methodsOf: MethodsOf): Promise<void> => {
  const index = join(folder, 'index.html')
  const page = existsSync(index) ? readFileSync(index, 'utf8') : notBuilt
  if (existsSync(index))
    await app.register(fastifyStatic, {
      root: folder,
      wildcard: false,
      index: false,
      cacheControl: false,
      setHeaders: (response, path) => response.header('cache-control', cachingOf(path)),
    })
  const answer = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const methods = methodsOf(request.url.split('?')[0] ?? '')
    if (methods.length > 0 && !methods.includes(request.method))
      return sendProblem(reply.header('allow', methods.join(', ')), 'method_not_allowed')
    if (!isForPage(request.method, request.url, request.headers.accept)) return sendProblem(reply, 'route_unknown')
    const policy = String(reply.getHeader('content-security-policy'))
    return reply
      .header('content-security-policy', policyForPage(policy, page))
      .header('cache-control', 'no-cache')
      .type('text/html; charset=utf-8')
      .send(page)
  }
  app.setNotFoundHandler(answer)
  // before a body is looked at: what it is does not matter where nobody takes it
  app.addHook('onRequest', (request, reply, done) => {
    if (!request.is404) return done()
    answer(request, reply)
  })
}

/** Built files carry the hash of their content in their name. */
const cachingOf = (path: string): string =>
  path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'

const isForPage = (method: string, url: string, accept = ''): boolean =>
  (method === 'GET' || method === 'HEAD') && !url.startsWith('/api/') && accept.includes('text/html')

const notBuilt = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Whence</title></head><body>
<p>The web page is not built yet: run <code>npm run web</code> and start again. The API is at <a href="/docs/api">/docs/api</a>.</p>
</body></html>`
