import { z } from 'zod'
import { list, sessionRow } from '../../contract/answers.ts'
import { ofSession, passwordBody } from '../../contract/queries.ts'
import { changeOwnPassword } from '../../service/people/people.ts'
import { endSession } from '../../service/people/sign-in.ts'
import { Unfit } from '../../service/people/sign-in-form.ts'
import { sessionRows } from '../../service/read/lists/at-the-door.ts'
import type { Store } from '../../store/session/store.ts'
import { type App, answers } from '../app.ts'
import { HIS_OWN, theCaller, theUser } from '../auth.ts'
import { fromOf } from '../from.ts'
import { ProblemError } from '../problem.ts'

const tags = ['Session']
const ended = { 204: z.undefined().meta({ description: 'Ended' }) }
const sessions = answers(list(sessionRow))

/** What is about who asks alone: his sessions, and another password. */
export const own = (app: App, store: Store): void => {
  app.get(
    '/session/all',
    { config: { permission: HIS_OWN }, schema: { tags, summary: 'The sessions of who asks', response: sessions } },
    (request) => {
      const { userId, sessionId } = theUser(request)
      return sessionRows(store, userId, sessionId)
    },
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
}
