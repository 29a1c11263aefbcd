import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { status } from '../contract/answers/parts.ts'
import * as answers from '../contract/answers.ts'
import { batchLine, ingestAnswer, ingestLine } from '../contract/lines.ts'
import { batchOperation } from '../contract/wholes.ts'
import { keyWanted, type Route, withAnswers } from './also-answered.ts'
import { KEY } from './keys.ts'
import { problemAnswers, problemSchema } from './problem-answers.ts'

/** Schemas that stand once in the OpenAPI document and are referred to; `Term` holds itself. */
const named = z.registry<{ id?: string }>()
named.add(answers.auditLine, { id: 'AuditLine' })
named.add(answers.term, { id: 'Term' })
named.add(answers.identity, { id: 'Identity' })
named.add(answers.complete, { id: 'Complete' })
named.add(answers.problem, { id: 'Problem' })
named.add(answers.operationAnswer, { id: 'OperationAnswer' })
named.add(status, { id: 'Status' })
named.add(batchOperation, { id: 'BatchOperation' })
named.add(ingestAnswer, { id: 'IngestAnswer' })

type Json = Readonly<Record<string, unknown>>

/** What is read in parts, and the schema that says all of it. */
const shownAs = new Map<z.core.$ZodType, z.core.$ZodType>([[batchOperation, batchLine]])

/** Adds to each schema what is said beside it (`meta`), which the registry of names does not have. */
const said: NonNullable<z.core.ToJSONSchemaParams['override']> = ({ zodSchema, jsonSchema }) => {
  const other = shownAs.get(zodSchema)
  if (other !== undefined) {
    for (const key of Object.keys(jsonSchema)) delete jsonSchema[key]
    Object.assign(jsonSchema, inputOf(other))
  }
  const { id: _, ...beside } = z.globalRegistry.get(zodSchema as unknown as z.ZodType) ?? {}
  Object.assign(jsonSchema, beside)
  if (zodSchema._zod.def.type === 'undefined') jsonSchema.type = 'null'
  // bounds that nobody set are of the machine; where one was set, the other is refused as well
  if (jsonSchema.minimum !== Number.MIN_SAFE_INTEGER || jsonSchema.maximum !== Number.MAX_SAFE_INTEGER) return
  delete jsonSchema.minimum
  delete jsonSchema.maximum
}

/** What a schema takes. */
function inputOf(schema: z.core.$ZodType): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', override: said })
  return json
}

const settings = { schemaRegistry: named as unknown as typeof z.globalRegistry, zodToJsonConfig: { override: said } }
const fromZod = createJsonSchemaTransform(settings)
const withComponents = createJsonSchemaTransformObject(settings)

type Transform = typeof fromZod
type TransformObject = typeof withComponents

type Operation = { readonly requestBody?: Json; readonly responses?: Readonly<Record<string, object>> }
type Document = {
  readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components?: { readonly schemas?: Json }
}

const LINES = 'application/x-ndjson'
const line = { 'x-line': { $ref: '#/components/schemas/IngestLine' } }
/** Lines are read one by one: what is none is refused in the answer of its line. */
const lines = { schema: { type: 'string', description: 'one IngestLine a line', ...line } }
const oneLine = { schema: { description: 'one IngestLine', ...line } }

/** Makes the OpenAPI document of the routes of a server: each as it was registered, then with all that it can answer. */
export function describer(): { readonly transform: Transform; readonly transformObject: TransformObject } {
  const routes = new Map<string, Route & { readonly optionalBody: boolean }>()

  const transform: Transform = (document) => {
    const { schema, url } = fromZod(document)
    const { route } = document
    const method = String(route.method)
    const about: Route = { method, url, config: route.config ?? {}, names: namesAnything(schema?.body) }
    const optionalBody = method === 'POST' && isFulfilledBy(route.schema?.body, {})
    routes.set(`${method.toLowerCase()} ${url.replaceAll(/:(\w+)/g, '{$1}')}`, { ...about, optionalBody })
    const wanted = keyWanted(about)
    if (wanted === 'none' || schema?.hide === true) return { schema, url }
    const required = wanted === 'required' ? ['Idempotency-Key'] : []
    const headers = { type: 'object', properties: { 'Idempotency-Key': KEY }, required }
    return { schema: { ...schema, headers }, url }
  }

  const transformObject: TransformObject = (document) => {
    const whole = withComponents(document) as Document
    const paths = Object.entries(whole.paths ?? {}).map(([path, methods]) => {
      const described = Object.entries(methods).map(([method, operation]) => {
        const route = routes.get(`${method} ${path}`)
        return [method, route === undefined ? operation : withAnswers(withBody(operation, route), route)]
      })
      return [path, Object.fromEntries(described)]
    })
    const all = { ...whole.components?.schemas, Problem: problemSchema, IngestLine: inputOf(ingestLine) }
    const responses = { ...problemAnswers }
    const described = { ...whole, paths: Object.fromEntries(paths) }
    const schemas = referred(all, [described.paths, responses])
    return { ...described, components: { ...whole.components, schemas, responses } } as ReturnType<TransformObject>
  }

  return { transform, transformObject }
}

/** The named schemas that something refers to, and no others. */
function referred(all: Json, from: unknown): Json {
  const used = new Set<string>()
  const follow = (part: unknown): void => {
    for (const [, name = ''] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (used.has(name)) continue
      used.add(name)
      follow(all[name] ?? null)
    }
  }
  follow(from)
  return Object.fromEntries(Object.entries(all).filter(([name]) => used.has(name)))
}

/** What is posted to /ingest is read line by line; where {} is enough, a body may be left out. */
function withBody(operation: Operation, { url, optionalBody }: { url: string; optionalBody: boolean }): Operation {
  if (url.endsWith('/ingest')) {
    return {
      ...operation,
      requestBody: { required: false, content: { [LINES]: lines, 'application/json': oneLine } },
    }
  }
  if (operation.requestBody === undefined) return operation
  return { ...operation, requestBody: { ...operation.requestBody, required: !optionalBody } }
}

const isFulfilledBy = (schema: unknown, value: unknown): boolean =>
  schema instanceof z.ZodType && schema.safeParse(value).success

/** Whether a body can name something new: by an id of the caller's choice, or by an xDR id. */
function namesAnything(body: unknown): boolean {
  const properties =
    (body as { properties?: Readonly<Record<string, { not?: unknown }>> } | undefined)?.properties ?? {}
  return Object.entries(properties).some(
    ([name, schema]) => name === 'xdr_id' || (name !== 'class' && schema.not !== undefined),
  )
}
