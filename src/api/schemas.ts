import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { z } from 'zod'
import * as answers from '../contract/answers.ts'

/** Schemas that stand once in the OpenAPI document and are referred to; `Term` holds itself. */
const named = z.registry<{ id?: string }>()
named.add(answers.auditLine, { id: 'AuditLine' })
named.add(answers.term, { id: 'Term' })
named.add(answers.identity, { id: 'Identity' })
named.add(answers.complete, { id: 'Complete' })
named.add(answers.problem, { id: 'Problem' })
named.add(answers.operationAnswer, { id: 'OperationAnswer' })

const schemaRegistry = named as unknown as typeof z.globalRegistry
const fromZod = createJsonSchemaTransform({ schemaRegistry })
const withComponents = createJsonSchemaTransformObject({ schemaRegistry })

const KEY = {
  type: 'string',
  maxLength: 200,
  description: 'A new one for each operation, the same one for its repetition.',
} as const

type Transform = typeof fromZod
type TransformObject = typeof withComponents

/** A route's schema as OpenAPI has it, with the key that operations need. */
export const transform: Transform = (document) => {
  const { schema, url } = fromZod(document)
  const { method, config } = document.route
  const isKeyed = (method === 'POST' || method === 'PUT') && config?.withoutKey !== true && schema.hide !== true
  const headers = { type: 'object', properties: { 'Idempotency-Key': KEY }, required: ['Idempotency-Key'] }
  return { schema: isKeyed ? { ...schema, headers } : schema, url }
}

type Document = {
  readonly paths?: unknown
  readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> }
}

/** The document with the named schemas that something refers to, and no others. */
export const transformObject: TransformObject = (document) => {
  const whole = withComponents(document) as Document
  const all = whole.components?.schemas ?? {}
  const used = new Set<string>()
  const follow = (part: unknown): void => {
    for (const [, name = ''] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (used.has(name)) continue
      used.add(name)
      follow(all[name] ?? null)
    }
  }
  follow(whole.paths)
  const schemas = Object.fromEntries(Object.entries(all).filter(([name]) => used.has(name)))
  return { ...whole, components: { ...whole.components, schemas } } as ReturnType<TransformObject>
}
