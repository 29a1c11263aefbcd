import { z } from 'zod'
import { accessRow, keyRow, list, sessionRow, userRow } from '../../contract/answers.ts'
import { accessQuery, ofSession } from '../../contract/queries.ts'
import { wallNow } from '../../service/asked/wall-clock.ts'
import { listKeys } from '../../service/people/api-keys.ts'
import { endSession, LASTING } from '../../service/people/sign-in.ts'
import { keyRowOf, listAccess, listUsers, sessionRows } from '../../service/read/lists/at-the-door.ts'
import type { Store } from '../../store/session/store.ts'
import { inOneMoment } from '../answer.ts'
import { type App, answers } from '../app.ts'
import { fromOf } from '../from.ts'
import { ProblemError } from '../problem.ts'

const tags = ['Session']
const ended = { 204: z.undefined().meta({ description: 'Ended' }) }
const sessions = answers(list(sessionRow))

/** Who may come to the door and who did: users, keys, sessions of all, who came and who did not get in. */
export const access = (app: App, store: Store): void => {
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
    (request) => sessionRows(store, null, request.signedIn?.sessionId),
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
