import type { FastifyReply } from 'fastify'
import { commandNames, commands, isOpening } from '../../contract/operations.ts'
import { ofCustomer } from '../../contract/queries.ts'
import { batchAnswer, batch as batchBody } from '../../contract/wholes.ts'
import type { Refusal } from '../../engine/asked/refusals.ts'
import { type BatchPart, performBatchOf } from '../../service/ledger/batch.ts'
import { answerBatch, batchBooked } from '../../service/read/answers/whole.ts'
import type { Store } from '../../store/session/store.ts'
import { inOneMoment } from '../answer.ts'
import { type App, answers } from '../app.ts'
import { theCaller } from '../auth.ts'
import { keyOf } from '../keys.ts'
import { malformed, ProblemError, problemDocument } from '../problem.ts'

/** Carries out operations about one customer as one. */
export const batch = (app: App, store: Store): void => {
  app.post(
    '/customers/:customer/batch',
    {
      config: { permission: 'of each operation', never: [404] },
      schema: {
        tags: ['Ingest'],
        summary: 'Carry out operations about one customer as one: all or nothing',
        description: 'Refused with the problem of the first operation that is, whose index is in "operation".',
        params: ofCustomer,
        body: batchBody,
        response: answers(batchAnswer),
      },
    },
    async (request, reply) => {
      const { customer } = request.params
      const parts = request.body.operations.map((line, at) => partOf(line, at, customer))
      const asked = { caller: theCaller(request), key: keyOf(request) }
      const whole = await performBatchOf(store, customer, parts, asked)
      if (whole.status === 'key_reused') throw new ProblemError('idempotency_key_reused')
      if (whole.status === 'refused') return refusePart(reply, whole.refusal, whole.at)
      if (whole.replay) reply.header('Idempotent-Replay', 'true')
      return (
        (await batchBooked(store, customer, whole)) ??
        (await inOneMoment(store, (session) => answerBatch(session, customer, whole)))
      )
    },
  )
}

/** Reads one operation; throws the problem of the member that is not understood, with its place. */
function partOf(
  line: { readonly op: string } & Readonly<Record<string, unknown>>,
  at: number,
  customer: string,
): BatchPart {
  const { op, ...members } = line
  const name = commandNames.find((one) => one === op)
  if (name === undefined) throw malformed(`operations.${at}.op`, 'the name of an operation', commandNames)
  const result = commands[name].safeParse(isOpening(name) ? { customer_id: customer, ...members } : members)
  if (result.success) return { op: name, body: result.data } as BatchPart
  const [issue] = result.error.issues
  const extra = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
  const path = ['operations', at, ...(issue?.path ?? []), ...extra].join('.')
  throw malformed(path, extra.length > 0 ? 'no such member' : (issue?.message ?? 'another form'))
}

/** The problem of the first operation that was refused; the batch as a whole could not be carried out, whatever its status. */
function refusePart(reply: FastifyReply, { code, facts }: Refusal, at: number): FastifyReply {
  const document = problemDocument(
    code,
    { ...facts, ...(code === 'batch_is_empty' ? {} : { operation: at }) },
    String(reply.request.id),
  )
  return reply
    .code(422)
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send({ ...document, status: 422 })
}
