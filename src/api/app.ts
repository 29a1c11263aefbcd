import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { operationAnswer, problem } from '../contract/answers.ts'

/** The server as routes see it: bodies, queries and answers are typed by their zod schemas. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>

/**
 * What a route answers: its own answer with 200, that an operation waits for its day with 202 where it can, a problem
 * document with every other status.
 */
export const answers = <T extends z.ZodType>(answer: T, canWait = Object.is(answer, operationAnswer)) => ({
  200: answer,
  ...(canWait ? { 202: operationAnswer } : {}),
  default: problem,
})
