import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'

/** What was asked and answered, as both went over the wire. */
export type Exchange = {
  readonly method: string
  /** with its query */
  readonly path: string
  readonly sent: { readonly headers: Headers; readonly text: string | null }
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

type Parameter = {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly schema: { readonly type?: string }
}
type Media = { readonly schema: { readonly 'x-line'?: { readonly $ref: string } } }
type Answer = {
  readonly $ref?: string
  readonly headers?: Readonly<
    Record<string, { readonly required?: boolean; readonly schema: { readonly type?: string } }>
  >
  readonly content?: Readonly<Record<string, Media>>
}
export type Operation = {
  readonly summary?: string
  readonly tags?: readonly string[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly required?: boolean; readonly content: Readonly<Record<string, unknown>> }
  readonly responses: Readonly<Record<string, Answer>>
}
export type Document = {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, object>>
    readonly responses: Readonly<Record<string, Answer>>
  }
}

/** An operation of the document and where it stands in it. */
type Found = { readonly operation: Operation; readonly pattern: RegExp; readonly at: readonly string[] }
type Path = readonly string[]
/** In what a value differs from the schema at a place of the document. */
type Wrong = (at: Path, value: unknown) => string[]

/** In what an exchange differs from the document that it is held to; empty: in nothing, or the document has no such operation. */
export type Held = (exchange: Exchange) => string[]

/** Holds what is asked and answered to a document. */
export function holdTo(document: Document): Held {
  const wrong = validator(document)
  return (exchange) => {
    const found = find(document, exchange)
    if (found === undefined) return []
    const { method, path, status } = exchange
    const unasked = status < 300 || isRefusedForm(exchange) ? asked(wrong, found, exchange) : []
    return [
      ...answered(wrong, document, found, exchange),
      ...(status < 300 ? unasked.map((text) => `carried out, though ${text}`) : []),
      ...(isRefusedForm(exchange) && unasked.length === 0 ? ['refused, though it is as in the document'] : []),
    ].map((text) => `${method} ${path} ${status}: ${text}`)
  }
}

function validator(document: Document): Wrong {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  formats.default(ajv)
  ajv.addSchema(document, 'document')
  const compiled = new Map<string, ValidateFunction>()
  return (at, value) => {
    const pointer = at.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')
    const validate = compiled.get(pointer) ?? ajv.compile({ $ref: `document#/${pointer}` })
    compiled.set(pointer, validate)
    if (validate(value)) return []
    return (validate.errors ?? []).map(
      (one) => `${one.instancePath || '/'} ${one.message} ${JSON.stringify(one.params)}`,
    )
  }
}

/** The operation that an address belongs to; one without parameters goes before one with. */
function find({ paths }: Document, { method, path }: Pick<Exchange, 'method' | 'path'>): Found | undefined {
  const [bare = ''] = path.split('?')
  const templates = Object.keys(paths).sort((a, b) => a.split('{').length - b.split('{').length)
  for (const template of templates) {
    const pattern = new RegExp(`^${template.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`)
    const operation = paths[template]?.[method.toLowerCase()]
    if (operation !== undefined && pattern.test(bare))
      return { operation, pattern, at: ['paths', template, method.toLowerCase()] }
  }
  return undefined
}

function answered(wrong: Wrong, { components }: Document, { operation, at }: Found, exchange: Exchange): string[] {
  const { status, headers, text } = exchange
  const said = operation.responses[status]
  if (said === undefined) return [`the status is not in the document`]
  const where = said.$ref === undefined ? [...at, 'responses', String(status)] : said.$ref.slice(2).split('/')
  const answer = said.$ref === undefined ? said : components.responses[where.at(-1) ?? '']
  const wrongHeaders = Object.entries(answer?.headers ?? {}).flatMap(([name, { required, schema }]) => {
    const value = headers.get(name)
    if (value === null) return required === true ? [`the header ${name} is missing`] : []
    return wrong([...where, 'headers', name, 'schema'], readAs(schema, value)).map((one) => `header ${name} ${one}`)
  })
  const type = (headers.get('content-type') ?? '').split(';')[0] ?? ''
  const media = answer?.content?.[type]
  if (answer?.content === undefined) return [...wrongHeaders, ...(text === '' ? [] : ['it has a body'])]
  if (media === undefined) return [...wrongHeaders, `the content type ${type || 'none'} is not in the document`]
  const line = media.schema['x-line']?.$ref
  if (line === undefined) {
    const body: unknown = type.endsWith('json') ? JSON.parse(text) : text
    return [...wrongHeaders, ...wrong([...where, 'content', type, 'schema'], body)]
  }
  const lines = text.split('\n').filter((one) => one !== '')
  return [...wrongHeaders, ...lines.flatMap((one) => wrong(line.slice(2).split('/'), JSON.parse(one)))]
}

function asked(wrong: Wrong, { operation, pattern, at }: Found, { path, sent }: Exchange): string[] {
  const { parameters = [], requestBody } = operation
  const [bare = '', search = ''] = path.split('?')
  const query = new URLSearchParams(search)
  const ids = pattern.exec(bare)?.groups ?? {}
  const given = (one: Parameter): string | null =>
    one.in === 'query'
      ? query.get(one.name)
      : one.in === 'path'
        ? decodeURIComponent(ids[one.name] ?? '')
        : sent.headers.get(one.name)
  const names = parameters.flatMap((one) => (one.in === 'query' ? [one.name] : []))
  const unknown = (bare.startsWith('/api/') ? [...query.keys()] : [])
    .filter((name) => !names.includes(name))
    .map((name) => `${name} is not in the document`)
  const inParameters = parameters.flatMap((one, no) => {
    const value = given(one)
    if (value === null) return one.required === true ? [`${one.name} is missing`] : []
    return wrong([...at, 'parameters', String(no), 'schema'], readAs(one.schema, value)).map(
      (text) => `${one.name} ${text}`,
    )
  })
  const inBody = ofBody(wrong, at, requestBody, sent)
  return [...unknown, ...inParameters, ...inBody]
}

function ofBody(wrong: Wrong, at: Path, said: Operation['requestBody'], { headers, text }: Exchange['sent']): string[] {
  if (text === null) return said?.required === true ? ['there is no body'] : []
  if (said === undefined) return ['there is a body']
  const type = headers.get('content-type') ?? 'none'
  if (type !== 'application/json') return []
  try {
    const body: unknown = JSON.parse(text)
    // half a pair of surrogates is no character, and JSON Schema speaks of characters alone
    if (/\\ud[89a-f]/i.test(JSON.stringify(body))) return ['the body is no Unicode']
    return wrong([...at, 'requestBody', 'content', type, 'schema'], body)
  } catch {
    return ['the body is no JSON']
  }
}

const readAs = ({ type }: { readonly type?: string }, text: string): unknown =>
  type === 'integer' && /^\d+$/.test(text) ? Number(text) : text

/** What parameters are refused for that no schema says: that a place is one of this list, that one fits another. */
const UNSAID = ['cursor', 'subject', 'q']

/** Whether its form was refused, and not that a day is none of the calendar, or what no schema can say. */
function isRefusedForm({ status, text }: Exchange): boolean {
  if (status !== 400) return false
  const { code, path = '', expected = '' } = JSON.parse(text) as Readonly<Record<string, string>>
  return code === 'malformed_request' && !UNSAID.includes(path) && !expected.startsWith('an existing day')
}
