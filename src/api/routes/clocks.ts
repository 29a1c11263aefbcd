import type { FastifyReply, FastifyRequest } from 'fastify'
import { clockAnswer, runAnswer } from '../../contract/answers.ts'
import { advanceClock, createClock, joinClock as joinClockBody } from '../../contract/operations.ts'
import { ofClock } from '../../contract/queries.ts'
import { keyScopeOf } from '../../service/asked/request.ts'
import { doneBefore } from '../../service/read/records/done-before.ts'
import { answerClock } from '../../service/read/subjects/clock.ts'
import { beginAdvance, beginJoining, type ClockRunOutcome } from '../../service/runs/clocks.ts'
import type { ClockOutcome } from '../../service/time/clock-marks.ts'
import * as clock from '../../service/time/clocks.ts'
import { joinClock } from '../../service/time/join-clock.ts'
import type { Store } from '../../store/session/store.ts'
import { type App, answers } from '../app.ts'
import { theCaller } from '../auth.ts'
import { keyOf } from '../keys.ts'
import { ProblemError } from '../problem.ts'
import { answerBegun } from '../runs.ts'
import type { Settings } from '../settings.ts'

const tags = ['Clocks']

/** Named clocks for history, training and tests: they move only when they are advanced. */
export const clocks = (app: App, store: Store, settings: Pick<Settings, 'manyCustomers'>): void => {
  app.post(
    '/clocks',
    {
      config: { permission: 'clock.set' },
      schema: { tags, summary: 'Create a clock', body: createClock, response: answers(clockAnswer) },
    },
    async (request, reply) => {
      const { body } = request
      const now = clock.operatorMoment(body.now)
      const done = {
        type: 'clock_created',
        clock: body.clock,
        ...(now !== undefined && { now }),
        mail: body.mail,
        ...clock.offFacts(body.collection),
      } as const
      await once(store, request, reply, done, (key) => clock.createClock(store, body, theCaller(request), key))
      return await answerClock(store, body.clock)
    },
  )
  advancing(app, store, settings)
  app.post(
    '/clocks/:clock/join',
    {
      config: { permission: 'clock.set' },
      schema: {
        tags,
        summary: 'Join the wall clock, for good',
        description: inARun(settings),
        params: ofClock,
        body: joinClockBody,
        response: { ...answers(clockAnswer), 202: runAnswer },
      },
    },
    async (request, reply) => {
      const { clock: name } = request.params
      const asking = { caller: theCaller(request), key: keyOf(request) }
      const begun = await beginJoining(store, name, asking, settings.manyCustomers)
      if (begun !== null) return await answerClockRun(store, reply, begun)
      const done = { type: 'clock_ended', clock: name } as const
      await once(store, request, reply, done, (key) => joinClock(store, name, theCaller(request), key))
      return await answerClock(store, name)
    },
  )
  app.get(
    '/clocks/:clock',
    {
      config: { permission: 'settings.read' },
      schema: { tags, summary: 'What a clock shows', params: ofClock, response: answers(clockAnswer) },
    },
    (request) => answerClock(store, request.params.clock),
  )
}

const inARun = ({ manyCustomers }: Pick<Settings, 'manyCustomers'>): string =>
  `Of a clock that more than ${manyCustomers} customers follow it is done in a run, which is answered before it is done;
\`GET /runs/{run}\` says how far it is.`

/** Moving a clock: at once, or in a run where many follow it. */
const advancing = (app: App, store: Store, settings: Pick<Settings, 'manyCustomers'>): void => {
  app.post(
    '/clocks/:clock/advance',
    {
      config: { permission: 'clock.set' },
      schema: {
        tags,
        summary: 'Advance a clock; every day between is evaluated for its customers',
        description: inARun(settings),
        params: ofClock,
        body: advanceClock,
        response: { ...answers(clockAnswer), 202: runAnswer },
      },
    },
    async (request, reply) => {
      const { clock: name } = request.params
      const { to, reason } = request.body
      const asking = { caller: theCaller(request), key: keyOf(request), reason }
      const begun = await beginAdvance(store, { clock: name, to }, asking, settings.manyCustomers)
      if (begun !== null) return await answerClockRun(store, reply, begun)
      const now = clock.operatorMoment(to)
      const done = { type: 'clock_advanced', clock: name, ...(now !== undefined && { now }) } as const
      await once(store, request, reply, done, (key) =>
        clock.advanceClock(store, name, to, theCaller(request), key, reason),
      )
      return await answerClock(store, name)
    },
  )
}

function answerClockRun(store: Store, reply: FastifyReply, outcome: ClockRunOutcome) {
  if (outcome.status === 'key_reused') throw new ProblemError('idempotency_key_reused')
  if (outcome.status === 'refused') throw new ProblemError(outcome.refusal.code, outcome.refusal.facts)
  return answerBegun(store, reply, outcome)
}

/** Does something to a clock unless its key has done it before; what the clock shows now is the answer to both. */
async function once(
  store: Store,
  request: FastifyRequest,
  reply: FastifyReply,
  wish: Parameters<typeof doneBefore>[2],
  work: (key: string) => Promise<ClockOutcome>,
): Promise<void> {
  const key = keyOf(request)
  const isDone = async (): Promise<boolean> => {
    const before = await doneBefore(store, { caller: keyScopeOf(theCaller(request)), key }, wish)
    if (before === 'another') throw new ProblemError('idempotency_key_reused')
    if (before === 'this') reply.header('Idempotent-Replay', 'true')
    return before === 'this'
  }
  if (await isDone()) return
  const outcome = await work(key)
  // what speaks against it may be that the same request was carried out meanwhile
  if (outcome.status === 'refused' && !(await isDone()))
    throw new ProblemError(outcome.refusal.code, outcome.refusal.facts)
}
