import { isIP } from 'node:net'
import type { App } from './app.ts'
import { sendProblem } from './problem.ts'

/**
 * Answers under names that are known: a page of somebody else's, whose name its owner leads to this machine (DNS
 * rebinding), would else be of the same origin as ours. An address and `localhost` lead nowhere else; other names are
 * those that whoever runs the server has named.
 */
export function registerHosts(app: App, names: readonly string[]): void {
  const known = new Set(names.map((name) => name.toLowerCase()))
  app.addHook('onRequest', (request, reply, done) => {
    if (isKnown(known, request.host)) return done()
    sendProblem(reply, 'host_refused', { host: request.host.slice(0, 255) })
  })
}

/** Whether a name with its port is one that may be asked under; who names none (HTTP/1.0) is no browser. */
function isKnown(known: ReadonlySet<string>, host: string): boolean {
  if (host === '') return true
  if (!URL.canParse(`http://${host}`)) return false
  const name = new URL(`http://${host}`).hostname.replace(/\.$/, '')
  return name === 'localhost' || isIP(name.replace(/^\[(.*)\]$/, '$1')) > 0 || known.has(name)
}
