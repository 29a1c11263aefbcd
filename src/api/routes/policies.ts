import type { FastifyReply } from 'fastify'
import { list, runAnswer } from '../../contract/answers.ts'
import { classRow, policyAnswer, policyWish } from '../../contract/policies.ts'
import { ofCustomer } from '../../contract/queries.ts'
import { ofClass } from '../../contract/wholes.ts'
import { answerClassPolicy, answerCustomerPolicy, listClasses } from '../../service/read/subjects/policy.ts'
import { headOf } from '../../service/read/view/view.ts'
import { type PolicyOutcome, setPolicy } from '../../service/runs/set-policy.ts'
import type { PolicyScope } from '../../service/time/policies.ts'
import type { Store } from '../../store/session/store.ts'
import { inOneMoment } from '../answer.ts'
import { type App, answers } from '../app.ts'
import { theCaller } from '../auth.ts'
import { keyOf } from '../keys.ts'
import { ProblemError } from '../problem.ts'
import { answerBegun } from '../runs.ts'
import type { Settings } from '../settings.ts'

const tags = ['Policies']
const response = answers(policyAnswer)
const summary = 'Set terms: what is left out stays, null goes back to what is inherited; a new version'

/** Terms by which customers are billed and collected: of a class, and over them a customer's own. */
export const policies = (app: App, store: Store, { manyCustomers }: Pick<Settings, 'manyCustomers'>): void => {
  app.get(
    '/classes',
    {
      config: { permission: 'settings.read' },
      schema: { tags, summary: 'List the classes that set terms of their own', response: answers(list(classRow)) },
    },
    () => inOneMoment(store, listClasses),
  )
  app.put(
    '/classes/:class/policy',
    {
      config: { permission: 'policy.set', never: [404] },
      schema: {
        tags,
        summary,
        description: `Customers of the class adopt them before the answer; where they are more than ${manyCustomers}, in a run,
which is answered before it is done; \`GET /runs/{run}\` says how far it is.`,
        params: ofClass,
        body: policyWish,
        response: { ...response, 202: runAnswer },
      },
    },
    async (request, reply) => {
      const { class: name } = request.params
      const { reason, ...patch } = request.body
      const wish = { scope: { class: name }, patch, reason }
      const outcome = await setPolicy(store, wish, theCaller(request), keyOf(request), manyCustomers)
      const { run, replay } = doneOr(reply, outcome)
      if (run !== null) return await answerBegun(store, reply, { run, replay })
      return await inOneMoment(store, (session) => answerClassPolicy(session, name))
    },
  )
  app.get(
    '/classes/:class/policy',
    {
      config: { permission: 'settings.read', never: [404] },
      schema: { tags, summary: 'The terms of a class', params: ofClass, response },
    },
    ({ params }) => inOneMoment(store, (session) => answerClassPolicy(session, params.class)),
  )
  app.put(
    '/customers/:customer/policy',
    { config: { permission: 'policy.set' }, schema: { tags, summary, params: ofCustomer, body: policyWish, response } },
    async (request, reply) => {
      const { customer: customerId } = request.params
      const head = await inOneMoment(store, (session) => headOf(session, customerId))
      const scope: PolicyScope = { customerId, class: head.customer.class }
      const { reason, ...patch } = request.body
      doneOr(reply, await setPolicy(store, { scope, patch, reason }, theCaller(request), keyOf(request)))
      return await inOneMoment(store, (session) => answerCustomerPolicy(session, customerId))
    },
  )
  app.get(
    '/customers/:customer/policy',
    {
      config: { permission: 'settings.read' },
      schema: { tags, summary: 'The terms in force for a customer', params: ofCustomer, response },
    },
    ({ params }) => inOneMoment(store, (session) => answerCustomerPolicy(session, params.customer)),
  )
}

/** The outcome when the terms were set; throws the problem that it otherwise is. */
function doneOr(reply: FastifyReply, outcome: PolicyOutcome): Extract<PolicyOutcome, { status: 'done' }> {
  if (outcome.status === 'key_reused') throw new ProblemError('idempotency_key_reused')
  if (outcome.status === 'refused') throw new ProblemError(outcome.refusal.code, outcome.refusal.facts)
  if (outcome.replay) reply.header('Idempotent-Replay', 'true')
  return outcome
}
