import { ofCustomer } from '../../contract/queries.ts'
import { moveAnswer, moveMoney } from '../../contract/wholes.ts'
import { moveMoney as move } from '../../service/ledger/moves.ts'
import { answerMove } from '../../service/read/answers/whole.ts'
import type { Store } from '../../store/session/store.ts'
import { inOneMoment } from '../answer.ts'
import { type App, answers } from '../app.ts'
import { theCaller } from '../auth.ts'
import { keyOf } from '../keys.ts'
import { ProblemError } from '../problem.ts'

/** Moves free money from one customer to another. */
export const moves = (app: App, store: Store): void => {
  app.post(
    '/customers/:customer/moves',
    {
      config: { permission: 'payment.move' },
      schema: {
        tags: ['Payments'],
        summary: 'Move free money to another customer; both sides, or nothing',
        params: ofCustomer,
        body: moveMoney,
        response: answers(moveAnswer, true),
      },
    },
    async (request, reply) => {
      const { customer } = request.params
      const asked = { caller: theCaller(request), key: keyOf(request) }
      const whole = await move(store, customer, request.body, asked)
      if (whole.status === 'key_reused') throw new ProblemError('idempotency_key_reused')
      if (whole.status === 'refused') throw new ProblemError(whole.refusal.code, whole.refusal.facts)
      if (whole.replay) reply.header('Idempotent-Replay', 'true')
      const answer = await inOneMoment(store, (session) => answerMove(session, customer, whole))
      if ('scheduled' in answer) reply.code(202)
      return answer
    },
  )
}
