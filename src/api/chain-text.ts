import { serializerCompiler } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type Explanation, explanation } from '../contract/answers.ts'

/** The texts of chains that are kept as they were told. */
const texts = new WeakMap<Explanation['chain'], string>()

/**
 * How a route of explanations checks its answers against the contract and writes them out. The chain is most of one, and
 * the same one is often told again: it is written once, and as it was told, for what tells it is typed by the contract.
 */
export function explanationText({ schema, ...route }: AnswerOf): (answer: Explanation) => string {
  if (!(schema instanceof z.ZodType)) throw new Error('Bug: an answer without a schema')
  const whole = serializerCompiler({ ...route, schema })
  if (!Object.is(schema, explanation)) return whole
  return (answer) => {
    const text = texts.get(answer.chain) ?? JSON.stringify(answer.chain)
    texts.set(answer.chain, text)
    // within a text the quotes would be escaped
    return whole({ ...answer, chain: [] }).replace('"chain":[]', () => `"chain":${text}`)
  }
}

/** An answer of a route, by its schema. */
type AnswerOf = { readonly schema: unknown; readonly method: string; readonly url: string }
