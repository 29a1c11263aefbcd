import { questionMark } from '../../../src/api/cursors.ts'
import type { Answer } from '../../api/api.ts'
import type { World } from './happenings.ts'

/** A GET as it is written: its path in the contract, and what is asked for. */
export type Question = { readonly route: string; readonly path: string; readonly query: Record<string, string> }

const HOUR = 3_600_000

/** Two dials within what the customer's clock and the wall clock have seen. */
export async function dialsIn(world: World): Promise<Record<string, string>> {
  const { draw, now } = world
  const at = now - draw(60 * 24) * HOUR
  const asOf = draw(3) === 0 ? new Date(at - 24 * HOUR).toISOString().slice(0, 10) : new Date(at).toISOString()
  return { as_of: draw(6) === 0 ? new Date(now).toISOString() : asOf, known_at: await knownIn(world) }
}

async function knownIn(world: World): Promise<string> {
  const { api, id, draw } = world
  const seen = await api.get(`/customers/${id}`)
  const last: number = seen.body.complete.to_seq
  if (draw(3) > 0) return `seq:${draw(3) === 0 ? last : draw(last + 1)}`
  return await recordedIn(world)
}

/** A time of recording of what there is. */
async function recordedIn({ api, id, draw }: World): Promise<string> {
  const { body } = await api.get(`/customers/${id}/audit`, { time: 'recorded', limit: '500' })
  const times: string[] = body.records.map((line: { recorded_at: string }) => line.recorded_at)
  return draw(5) === 0 || times.length === 0 ? '2026-01-02' : (times[draw(times.length)] ?? '2026-01-02')
}

const figuresOf = {
  customer: [
    'balance',
    'outstanding',
    'overdue',
    'status',
    'unallocated_payments',
    'days_in_collection',
    'credit_limit',
  ],
  invoice: ['outstanding', 'status', 'overdue', 'total', 'paid', 'amount_due', 'collection_status'],
  payment: ['unallocated', 'status', 'allocated'],
} as const

const amounts = {
  customer: 'customer.balance',
  invoice: 'invoice.outstanding',
  payment: 'payment.unallocated',
} as const
const kindOf = (figure: string) => figure.slice(0, figure.indexOf('.')) as keyof typeof amounts

/** Each GET that takes dials, once, about something that the customer has at some time. */
export async function questionsOf(world: World): Promise<Question[]> {
  const { id, draw, has, api } = world
  const some = (items: readonly string[]): string | undefined => items[draw(Math.max(1, items.length))]
  const notes: { credit_note: string }[] = (await api.get(`/customers/${id}/credit-notes`)).body.items
  const invoice = some(has.invoice)
  const list = (name: string): Question => ({
    route: `/customers/{customer}/${name}`,
    path: `/customers/${id}/${name}`,
    query: {},
  })
  const thing = (kind: string, name: string | undefined, param: string, rest = ''): Question[] =>
    name === undefined ? [] : [{ route: `/${kind}/{${param}}${rest}`, path: `/${kind}/${name}${rest}`, query: {} }]
  const about = explained(world, some)
  const one = { limit: '1', known_at: await recordedIn(world) }
  const term = about.figure.endsWith('status') ? { ...about, figure: amounts[kindOf(about.figure)] } : about
  return [
    // pages of one: who is opened later, under an id between, moves none
    { route: '/customers', path: '/customers', query: { ...one, cursor: id.slice(0, -1) } },
    { route: '/customers', path: '/customers', query: { ...one, cursor: `other-${id.slice(0, -1)}` } },
    { ...list('invoices'), query: { open: 'true' } },
    ...(invoice === undefined
      ? []
      : [
          {
            ...list('explain/terms'),
            query: { ...total(invoice), group: `charge:${some(['manual', 'voice', 'data'])}` },
          },
        ]),
    { route: '/customers/{customer}', path: `/customers/${id}`, query: {} },
    ...['invoices', 'payments', 'credit-notes', 'disputes', 'notes', 'xdrs', 'messages', 'scheduled'].map(list),
    ...thing('invoices', invoice, 'invoice'),
    ...thing('invoices', invoice, 'invoice', '/lines'),
    ...thing('payments', some(has.payment), 'payment'),
    ...thing('disputes', some(has.dispute), 'dispute'),
    ...thing('credit-notes', notes[draw(Math.max(1, notes.length))]?.credit_note, 'number'),
    ...thing('credits', some(has.credit), 'credit'),
    { ...list('explain'), query: about },
    { ...list('explain/chain'), query: about },
    { ...list('explain/terms'), query: term },
    { ...list('audit'), query: { time: draw(2) === 0 ? 'recorded' : 'effective', limit: '200' } },
    { ...list('audit'), query: { figure: `customer.${some(figuresOf.customer) ?? 'balance'}` } },
    { ...list('audit/counts'), query: {} },
  ]
}

const total = (invoice: string) => ({ figure: 'invoice.total', subject: `invoice:${invoice}` })

/** A figure of something that the customer has. */
export function explained({ draw, has }: World, some: (items: readonly string[]) => string | undefined) {
  const kinds = (['customer', 'invoice', 'payment'] as const).filter(
    (kind) => kind === 'customer' || has[kind].length > 0,
  )
  const kind = kinds[draw(kinds.length)] ?? 'customer'
  const figure = `${kind}.${some(figuresOf[kind]) ?? 'status'}`
  return kind === 'customer' ? { figure } : { figure, subject: `${kind}:${some(has[kind])}` }
}

/** An answer as one that can be compared: also a refusal is one. */
export async function asked({ api }: World, { path, query }: Question): Promise<Pick<Answer, 'status' | 'body'>> {
  const { cursor, ...others } = query
  const mark = questionMark({ url: `/api/v1${path}`, params: {}, query: others })
  const { status, body } = await api.get(path, cursor === undefined ? query : { ...query, cursor: `${cursor}.${mark}` })
  if (status >= 500) throw new Error(`${path} ${JSON.stringify(query)} was answered ${status}: ${JSON.stringify(body)}`)
  // of now are: how much came later, and the name of a question that was refused
  for (const ofNow of ['later', 'request_id']) delete body[ofNow]
  return { status, body }
}
