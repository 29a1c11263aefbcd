import type { FastifyRequest } from 'fastify'
import type { Permission } from '../contract/permissions.ts'
import { isAllowed, roleOf } from '../service/asked/asker.ts'
import type { Caller } from '../service/asked/request.ts'
import { keyOfSecret, keysOwnerOf } from '../service/people/api-keys.ts'
import { noteForeignOrigin, userOfSession } from '../service/people/sign-in.ts'
import type { ApiKey } from '../store/people/api-keys.ts'
import type { SessionOf } from '../store/people/sessions.ts'
import type { Store } from '../store/session/store.ts'
import type { App } from './app.ts'
import { fromOf } from './from.ts'
import { ProblemError } from './problem.ts'

/** The cookie that holds the token of a session; by HTTPS one that only this very host can have set. */
export const sessionCookie = ({ protocol }: Pick<FastifyRequest, 'protocol'>): string =>
  protocol === 'https' ? '__Host-whence_session' : 'whence_session'

/** All users of one installation work for one operator. */
const REALM = 'operator'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; set on every route of the API that is not open. */
    caller: Caller | null
    /** The user whose session it is; null: an API key, or nobody. */
    signedIn: SessionOf | null
  }
  interface FastifyContextConfig {
    /** Nobody needs to be signed in. */
    open?: boolean
    /** What somebody must be allowed; of many operations, what each of them takes, which is judged with it. */
    permission?: Takes
    /** The route keeps its own keys, or changes nothing. */
    withoutKey?: boolean
    /** Statuses of problems that it can answer beside those that follow from what it takes, and that it never answers. */
    also?: readonly number[]
    never?: readonly number[]
  }
}

/** What a route takes. */
export type Taking = { readonly method: string; readonly path: string; readonly permission: Permission }

/** The permission of a route that takes many operations. */
export const BY_OPERATION = 'of each operation'

/** That of what is about who asks alone, a user in a session: everybody has it. */
export const HIS_OWN = 'his own'

type Takes = Permission | typeof BY_OPERATION | typeof HIS_OWN

/**
 * Finds out who asks, before a body is read: by API key, else by session; a session writes from our own pages only. Who
 * lacks the permission of the route is refused. A route that names none cannot be added. Answers with what each route
 * that is added later takes.
 */
export const registerAuth = (app: App, store: Store): readonly Taking[] => {
  const takings: Taking[] = []
  app.decorateRequest('caller', null)
  app.decorateRequest('signedIn', null)
  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.open !== true && config?.permission === undefined)
      throw new Error(`Bug: ${method} ${url} is neither open nor names the permission that it takes`)
    const permission = config?.permission
    if (permission === undefined || isApart(permission) || method === 'HEAD') return
    const path = url.slice(app.prefix.length).replaceAll(/:(\w+)/g, '{$1}')
    for (const one of [method].flat()) takings.push({ method: one, path, permission })
  })
  app.addHook('onRequest', async (request) => {
    if (request.routeOptions.config.open === true || request.is404) return
    request.caller = await callerOf(store, request)
    checkPermission(request.caller, request.routeOptions.config.permission)
  })
  return takings
}

async function callerOf(store: Store, request: FastifyRequest): Promise<Caller> {
  const [, secret] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? []
  if (secret !== undefined) {
    const key = await keyOfSecret(store, secret)
    if (key === undefined) throw new ProblemError('not_signed_in')
    const caller = callerFrom(`key:${key.id}`, key, { channel: 'api', ip: request.ip })
    return key.integration === null ? caller : { ...caller, keysOwner: keysOwnerOf(key) }
  }
  const token = request.cookies[sessionCookie(request)]
  const user = token === undefined ? undefined : await userOfSession(store, token)
  if (user === undefined) throw new ProblemError('not_signed_in')
  await checkOrigin(store, request, user.userId)
  request.signedIn = user
  return callerFrom(`user:${user.userId}`, user, { channel: 'web', ip: request.ip })
}

const isApart = (takes: Takes): takes is Exclude<Takes, Permission> => takes === BY_OPERATION || takes === HIS_OWN

/** Throws where somebody may not do what a route takes. */
function checkPermission(caller: Caller, permission: Takes | undefined): void {
  if (permission === undefined || isApart(permission)) return
  if (!isAllowed(caller, permission)) throw new ProblemError('not_permitted', { permission, role: roleOf(caller) })
}

type Known = Pick<ApiKey, 'name' | 'nameText' | 'role'> & { readonly owner?: string | null }

const callerFrom = (
  id: string,
  { name, nameText, role, owner }: Known,
  way: Pick<Caller, 'channel' | 'ip'>,
): Caller => ({
  id,
  actor: name,
  ...(nameText === null ? {} : { name: nameText }),
  ...(owner == null ? {} : { owner }),
  role,
  realm: REALM,
  ...way,
})

/** A page of another origin must not write with the cookie of somebody who happens to be signed in. */
export async function checkOrigin(store: Store, request: FastifyRequest, userId: string | null): Promise<void> {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const { origin } = request.headers
  const site = request.headers['sec-fetch-site']
  const isForeign =
    origin === undefined
      ? site !== undefined && site !== 'same-origin' && site !== 'none'
      : hostOf(origin) !== request.host
  if (!isForeign) return
  await noteForeignOrigin(store, userId, fromOf(request))
  throw new ProblemError('origin_refused', { origin: origin ?? null })
}

const hostOf = (origin: string): string | null => (URL.canParse(origin) ? new URL(origin).host : null)

/** The user who asks, on a route that is about himself. */
export function theUser(request: FastifyRequest): SessionOf {
  if (request.signedIn === null) throw new ProblemError('not_in_a_session')
  return request.signedIn
}

/** Who asks, on a route where somebody must be signed in. */
export function theCaller(request: FastifyRequest): Caller {
  if (request.caller === null) throw new ProblemError('not_signed_in')
  return request.caller
}
