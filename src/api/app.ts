import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { operationAnswer } from '../contract/answers.ts'

/** The server as routes see it: bodies, queries and answers are typed by their zod schemas. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>

/**
 * What a route answers: its own answer with 200, that an operation waits for its day with 202 where it can. Problems are
 * added to the OpenAPI document by `also-answered.ts`.
 */
export const answers = <T extends z.ZodType>(answer: T, canWait = Object.is(answer, operationAnswer)) => ({
  200: answer,
  ...(canWait ? { 202: operationAnswer } : {}),
})

/** An answer that is no JSON: of this type, with words about it and what else the OpenAPI document says. */
export const written = (type: string, description: string, beside: object = {}) => ({
  200: { description, content: { [type]: { schema: z.unknown().meta({ type: 'string', ...beside }) } } },
})
