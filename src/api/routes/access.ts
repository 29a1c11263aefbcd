import { z } from 'zod'
import { accessRow, keyRow, list, sessionRow, userRow } from '../../contract/answers.ts'
import { accessQuery, ofSession, passwordBody } from '../../contract/queries.ts'
import { wallNow } from '../../service/asked/wall-clock.ts'
import { listKeys } from '../../service/people/api-keys.ts'
import { changeOwnPassword } from '../../service/people/people.ts'
import { endSession, LASTING, listSessions } from '../../service/people/sign-in.ts'
import { Unfit } from '../../service/people/sign-in-form.ts'
import { keyRowOf, listAccess, listUsers, sessionRowOf } from '../../service/read/lists/at-the-door.ts'
import type { Store } from '../../store/session/store.ts'
import { inOneMoment } from '../answer.ts'
import { type App, answers } from '../app.ts'
import { HIS_OWN, theCaller, theUser } from '../auth.ts'
import { fromOf } from '../from.ts'
import { ProblemError } from '../problem.ts'

const tags = ['Session']
const ended = { 204: z.undefined().meta({ description: 'Ended' }) }
const sessions = answers(list(sessionRow))

/** Who is and was at the door: sessions, one's own and all, who came and who did not get in; another password. */
export const access = (app: App, store: Store): void => {
  const asRows = async (userId: string | null, current: string | undefined) => ({
    items: (await listSessions(store, userId)).map((one) => sessionRowOf(one, current)),
    next: null,
  })
  app.get(
    '/session/all',
    { config: { permission: HIS_OWN }, schema: { tags, summary: 'The sessions of who asks', response: sessions } },
    (request) => asRows(theUser(request).userId, theUser(request).sessionId),
  )
  app.delete(
    '/session/all/:session',
    {
      config: { permission: HIS_OWN, withoutKey: true },
      schema: { tags, summary: 'End one of the sessions of who asks', params: ofSession, response: ended },
    },
    async (request, reply) => {
      const { session } = request.params
      if (!(await endSession(store, session, theUser(request).userId, fromOf(request))))
        throw new ProblemError('session_unknown', { session })
      return await reply.code(204).send()
    },
  )
  app.post(
    '/session/password',
    {
      config: { permission: HIS_OWN, withoutKey: true, also: [422] },
      schema: {
        tags,
        summary: 'Take another password; all other sessions end',
        body: passwordBody,
        response: { 204: z.undefined().meta({ description: 'Changed' }) },
      },
    },
    async (request, reply) => {
      const user = theUser(request)
      const { password, new_password: newPassword } = request.body
      const wish = { ...user, password, newPassword }
      const isChanged = await changeOwnPassword(store, wish, theCaller(request)).catch((error: unknown) => {
        throw error instanceof Unfit ? new ProblemError('password_unfit', { expected: error.message }) : error
      })
      if (!isChanged) throw new ProblemError('password_wrong')
      return await reply.code(204).send()
    },
  )
  app.get(
    '/users',
    {
      config: { permission: 'access.read' },
      schema: { tags, summary: 'Who may sign in', response: answers(list(userRow)) },
    },
    () => inOneMoment(store, (session) => listUsers(session, wallNow(), LASTING.idle)),
  )
  app.get(
    '/keys',
    {
      config: { permission: 'access.read' },
      schema: { tags, summary: 'The keys of the API that are good', response: answers(list(keyRow)) },
    },
    async () => ({ items: (await listKeys(store)).map(keyRowOf), next: null }),
  )
  app.get(
    '/access/sessions',
    {
      config: { permission: 'access.read' },
      schema: { tags, summary: 'The sessions of all users', response: sessions },
    },
    (request) => asRows(null, request.signedIn?.sessionId),
  )
  app.delete(
    '/access/sessions/:session',
    {
      config: { permission: 'access.end', withoutKey: true },
      schema: { tags, summary: 'End a session of anybody', params: ofSession, response: ended },
    },
    async (request, reply) => {
      const { session } = request.params
      if (!(await endSession(store, session, null, fromOf(request))))
        throw new ProblemError('session_unknown', { session })
      return await reply.code(204).send()
    },
  )
  app.get(
    '/access',
    {
      config: { permission: 'access.read' },
      schema: {
        tags,
        summary: 'Who signed in, who did not get in and who left, newest first',
        querystring: accessQuery,
        response: answers(list(accessRow)),
      },
    },
    ({ query }) => inOneMoment(store, (session) => listAccess(session, query)),
  )
}
