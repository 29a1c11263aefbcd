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
 * What a route answers: its own answer with 200, an operation that waits for its day the same with 202, a problem document
 * with every other status.
 */
export const answers = <T extends z.ZodType>(answer: T): { readonly 200: T; readonly default: typeof problem } => ({
  200: answer,
  ...(Object.is(answer, operationAnswer) ? { 202: answer } : {}),
  default: problem,
})
