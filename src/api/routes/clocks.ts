import { clockAnswer } from '../../contract/answers.ts'
import { advanceClock, createClock } from '../../contract/operations.ts'
import { ofClock } from '../../contract/queries.ts'
import * as clock from '../../service/clocks.ts'
import { joinClock } from '../../service/join-clock.ts'
import { answerClock } from '../../service/read/clock.ts'
import type { Store } from '../../store/store.ts'
import { type App, answers } from '../app.ts'
import { theCaller } from '../auth.ts'
import { ProblemError } from '../problem.ts'

const tags = ['Clocks']

/** Named clocks for history, training and tests: they move only when they are advanced. */
export const clocks = (app: App, store: Store): void => {
  app.post(
    '/clocks',
    { schema: { tags, summary: 'Create a clock', body: createClock, response: answers(clockAnswer) } },
    async (request) => {
      accepted(await clock.createClock(store, request.body, theCaller(request)))
      return await answerClock(store, request.body.clock)
    },
  )
  app.post(
    '/clocks/:clock/advance',
    {
      schema: {
        tags,
        summary: 'Advance a clock; every day between is evaluated for its customers',
        params: ofClock,
        body: advanceClock,
        response: answers(clockAnswer),
      },
    },
    async (request) => {
      accepted(await clock.advanceClock(store, request.params.clock, request.body.to, theCaller(request)))
      return await answerClock(store, request.params.clock)
    },
  )
  app.post(
    '/clocks/:clock/join',
    { schema: { tags, summary: 'Join the wall clock, for good', params: ofClock, response: answers(clockAnswer) } },
    async (request) => {
      accepted(await joinClock(store, request.params.clock, theCaller(request)))
      return await answerClock(store, request.params.clock)
    },
  )
  app.get(
    '/clocks/:clock',
    { schema: { tags, summary: 'What a clock shows', params: ofClock, response: answers(clockAnswer) } },
    (request) => answerClock(store, request.params.clock),
  )
}

function accepted(outcome: clock.ClockOutcome): void {
  if (outcome.status === 'refused') throw new ProblemError(outcome.refusal.code, outcome.refusal.facts)
}
