import { z } from 'zod'
import { sessionAnswer } from '../../contract/answers.ts'
import { isRole, roles } from '../../contract/permissions.ts'
import { signInBody } from '../../contract/queries.ts'
import { signIn, signOut, TooManyAttempts, userOfSession } from '../../service/people/sign-in.ts'
import type { User } from '../../store/people/people.ts'
import type { Store } from '../../store/session/store.ts'
import { type App, answers } from '../app.ts'
import { checkOrigin, sessionCookie } from '../auth.ts'
import { fromOf } from '../from.ts'
import { ProblemError } from '../problem.ts'

const tags = ['Session']
const cookie = { httpOnly: true, sameSite: 'strict', path: '/' } as const
/** Enough for people who mistype, few enough that guessing is hopeless. */
const ATTEMPTS = { max: 30, timeWindow: '1 minute' }

const answerOf = ({ email, name, role }: User) => ({
  email,
  name,
  role,
  permissions: isRole(role) ? [...roles[role].may] : [],
})

/** Signing in and out of the web page. */
export const session = (app: App, store: Store): void => {
  app.post(
    '/session',
    {
      config: { open: true, withoutKey: true, rateLimit: ATTEMPTS, also: [401] },
      schema: { tags, summary: 'Sign in', body: signInBody, response: answers(sessionAnswer), security: [] },
    },
    async (request, reply) => {
      await checkOrigin(store, request, null)
      const { email, password } = request.body
      const signedIn = await signIn(store, email, password, fromOf(request)).catch((error: unknown) => {
        throw error instanceof TooManyAttempts
          ? new ProblemError('too_many_requests', { retry_after: error.retryAfter })
          : error
      })
      if (signedIn === null) throw new ProblemError('sign_in_failed')
      reply.setCookie(sessionCookie(request), signedIn.token, { ...cookie, secure: request.protocol === 'https' })
      return answerOf(signedIn.user)
    },
  )
  app.get(
    '/session',
    {
      config: { open: true, also: [401] },
      schema: { tags, summary: 'Who is signed in', response: answers(sessionAnswer), security: [{ session: [] }] },
    },
    async (request) => {
      const token = request.cookies[sessionCookie(request)]
      const user = token === undefined ? undefined : await userOfSession(store, token)
      if (user === undefined) throw new ProblemError('not_signed_in')
      return answerOf(user)
    },
  )
  app.delete(
    '/session',
    {
      config: { open: true },
      schema: {
        tags,
        summary: 'Sign out',
        response: { 204: z.undefined().meta({ description: 'Signed out, also where nobody was signed in' }) },
        security: [{ session: [] }, {}],
      },
    },
    async (request, reply) => {
      await checkOrigin(store, request, null)
      const token = request.cookies[sessionCookie(request)]
      if (token !== undefined) await signOut(store, token, fromOf(request))
      return await reply
        .clearCookie(sessionCookie(request), { ...cookie, secure: request.protocol === 'https' })
        .code(204)
        .send()
    },
  )
}
