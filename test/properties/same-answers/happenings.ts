import { randomUUID } from 'node:crypto'
import type { Answer, Api } from '../../api/api.ts'
import { ahead, cancel, send } from './later.ts'

/** A whole number from 0 to one less than this. */
export type Draw = (below: number) => number

/** Draws that a seed repeats. */
export function drawing(seed: number): Draw {
  let state = (seed ^ 0x9e3779b9) >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

type Kind = 'invoice' | 'payment' | 'dispute' | 'credit'

/** One customer with his own clock, another whom money is moved to, and what they have so far. */
export type World = {
  readonly api: Api
  readonly draw: Draw
  readonly id: string
  /** what the clock shows, in ms */
  now: number
  readonly has: Record<Kind, string[]>
  accepted: number
  made: number
  /** what the next acceptance brings into being */
  making: { readonly kind: Kind; readonly name: string } | null
}

const HOUR = 3_600_000
const OPENS = Date.UTC(2026, 0, 5, 8)
const zones = [
  'UTC',
  'Pacific/Auckland',
  'America/Los_Angeles',
  'Asia/Kathmandu',
  'Pacific/Kiritimati',
  'Europe/Berlin',
]
const classes = ['default', 'retail', 'trade']

const pick = <T>(draw: Draw, items: readonly T[]): T => items[draw(items.length)] as T
const timeOf = (ms: number): string => new Date(ms).toISOString()
const dayOf = (ms: number): string => timeOf(ms).slice(0, 10)
const amount = (draw: Draw): string => `${1 + draw(60)}.${String(draw(100)).padStart(2, '0')}`

/** Opens the two customers of a history on a clock of their own. */
export async function opened(api: Api, seed: number): Promise<World> {
  const draw = drawing(seed)
  const id = `h${seed}-${randomUUID().slice(0, 8)}`
  await done(api.post('/clocks', { clock: id, now: timeOf(OPENS), mail: pick(draw, ['send', 'send', 'withhold']) }))
  const who = { currency: 'EUR', clock: id, class: pick(draw, classes) }
  const ada = { name: 'Ada First', email: 'ada@example.com', time_zone: pick(draw, zones) }
  await done(api.post('/customers', { customer_id: id, ...who, ...ada }))
  await done(api.post('/customers', { customer_id: `other-${id}`, name: 'Bob Other', ...who }))
  const has = { invoice: [], payment: [], dispute: [], credit: [] }
  return { api, draw, id, now: OPENS, has, accepted: 0, made: 0, making: null }
}

async function tried(world: World, happening: Happening) {
  world.making = null
  const { status, body } = await happening(world)
  const making = world.making as World['making']
  // what the ledger named itself is known by the name that it answers
  return { status, body, making: making?.name === '' ? { ...making, name: String(body.invoice) } : making }
}

/** One of each thing, so that each can be asked about; then whatever comes. */
export async function begin(world: World): Promise<void> {
  for (const happening of [issue, contest, owe, pay, note, sketch, ahead]) await happen(world, happening)
}

/** Whatever comes next: done, or refused for a reason; never a fault. */
export async function happen(world: World, happening = pick(world.draw, happenings)): Promise<void> {
  const { status, body, making } = await tried(world, happening)
  if (status >= 500 || status === 400) throw new Error(`a happening was answered ${status}: ${JSON.stringify(body)}`)
  if (status >= 300) return
  world.accepted += 1
  if (making !== null) world.has[making.kind].push(making.name)
}

async function done(asked: Promise<Pick<Answer, 'status' | 'body'>>): Promise<void> {
  const { status, body } = await asked
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`)
}

/** Now, mostly; some time back otherwise. */
const when = ({ draw, now }: World): { effective_at?: string } =>
  draw(3) > 0 ? {} : { effective_at: timeOf(Math.max(OPENS, now - draw(20 * 24) * HOUR)) }

const reason = { reason: 'as agreed' }

function made(world: World, kind: Kind): string {
  world.made += 1
  const name = `${world.id}-${kind.slice(0, 1)}${world.made}`
  world.making = { kind, name }
  return name
}

const one = (world: World, kind: Kind): string => pick(world.draw, [...world.has[kind], 'nothing-yet'])

type Happening = (world: World) => Promise<Pick<Answer, 'status' | 'body'>>
const of = (world: World, path: string, body: object): Promise<Answer> =>
  world.api.post(`/customers/${world.id}/${path}`, { ...body, ...when(world) })
const on =
  (thing: 'invoice' | 'payment' | 'dispute', path: string, body: (world: World) => object): Happening =>
  (world) =>
    world.api.post(`/${thing}s/${one(world, thing)}/${path}`, { ...body(world), ...when(world) })

const details: Happening = (world) => {
  const { draw } = world
  const changes = [
    { time_zone: pick(draw, zones) },
    { time_zone: pick(draw, zones), class: pick(draw, classes) },
    { class: pick(draw, classes) },
    { name: pick(draw, ['Ada Second', 'Ada Third']), email: `a${draw(9)}@example.com` },
  ]
  return world.api.post(`/customers/${world.id}/details`, pick(draw, changes))
}

const terms: Happening = (world) => {
  const { draw } = world
  const path = draw(2) === 0 ? `/customers/${world.id}/policy` : `/classes/${pick(draw, classes)}/policy`
  const fee = { amount: amount(draw), percent: '0', on: pick(draw, ['this_invoice', 'next_invoice']) }
  const body = {
    payment_terms: draw(20),
    collection: { grace_days: draw(4), late_fee: draw(2) === 0 ? null : fee, suspension_after: 5 + draw(20) },
  }
  return world.api.raw(`/api/v1${path}`, {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${world.api.secret}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    },
    body: JSON.stringify(body),
  })
}

const pass: Happening = (world) => {
  world.now += (1 + world.draw(9 * 24)) * HOUR
  return world.api.post(`/clocks/${world.id}/advance`, { to: timeOf(world.now) })
}

const issue: Happening = (world) => {
  const { draw, now } = world
  const lines = Array.from({ length: 1 + draw(2) }, () => ({ description: 'Line', amount: amount(draw) }))
  const due = draw(4) === 0 ? {} : { due_on: dayOf(now + (draw(30) - 5) * 24 * HOUR) }
  const draft = world.has.invoice.length > 0 && draw(5) === 0
  return of(world, 'invoices', { invoice: made(world, 'invoice'), lines, draft, ...due })
}

/** A draft that the ledger names, until it is issued and gets a number. */
const sketch: Happening = (world) => {
  world.making = { kind: 'invoice', name: '' }
  const lines = [{ description: 'Line', amount: amount(world.draw), service: pick(world.draw, ['voice', 'data']) }]
  return of(world, 'invoices', { lines, draft: true })
}

/** A customer who comes later than all that was asked, under an id before or behind those of the history. */
const newcomer: Happening = async (world) => {
  const { api, draw, id } = world
  await done(pass(world))
  const near = `${pick(draw, ['', 'other-'])}${draw(3) > 0 ? id.slice(0, -1) : id}`
  return api.post('/customers', { customer_id: `${near}-${draw(1000)}`, name: 'Late', currency: 'EUR', clock: id })
}

/** An invoice below 0 becomes a credit, named by it. */
const owe: Happening = (world) => {
  const invoice = made(world, 'invoice')
  world.making = { kind: 'credit', name: `CR-${invoice}` }
  return of(world, 'invoices', { invoice, lines: [{ description: 'Back', amount: `-${amount(world.draw)}` }] })
}

const pay: Happening = (world) => {
  const state = world.draw(4) === 0 ? { state: 'pending' } : {}
  const allocate = pick(world.draw, ['oldest_first', 'none', 'hold'])
  return of(world, 'payments', { payment_id: made(world, 'payment'), amount: amount(world.draw), allocate, ...state })
}

const note: Happening = (world) => of(world, 'credit-notes', { amount: amount(world.draw), ...reason })

const contest: Happening = (world) =>
  of(world, 'disputes', { dispute_id: made(world, 'dispute'), invoice: world.has.invoice[0] ?? 'nothing-yet' })

const happenings: readonly Happening[] = [
  ...[details, details, details, terms, terms, pass, pass, pass, pass, issue, issue, issue, owe, pay, pay, pay],
  (world) => of(world, 'charges', { amount: amount(world.draw), service: 'voice' }),
  (world) => of(world, 'credits', { amount: amount(world.draw) }),
  ...[note, contest, contest, sketch, sketch, newcomer, send, send, ahead, ahead, ahead, cancel],
  (world) =>
    world.api.post(`/invoices/${one(world, 'invoice')}/lines`, { description: 'More', amount: amount(world.draw) }),
  (world) => of(world, 'notes', { text: 'About it', subject: `invoice:${one(world, 'invoice')}` }),
  (world) => of(world, 'notes', { text: 'He called' }),
  (world) => of(world, 'refunds', { amount: amount(world.draw), ...reason }),
  (world) => of(world, 'credit-limit', { limit: amount(world.draw), ...reason }),
  (world) => of(world, 'collection-lifts', { until: dayOf(world.now + world.draw(9) * 24 * HOUR), ...reason }),
  (world) => of(world, 'status', { set: pick(world.draw, ['blocked', 'active']), ...reason }),
  (world) => of(world, 'moves', { to: `other-${world.id}`, amount: amount(world.draw), ...reason }),
  on('invoice', 'adjustments', ({ draw }) => ({ amount: `-${amount(draw)}`, ...reason })),
  on('invoice', 'void', () => reason),
  on('invoice', 'issue', () => ({})),
  on('invoice', 'write-offs', () => reason),
  on('invoice', 'write-off-reversals', () => ({})),
  on('invoice', 'due-date', ({ draw, now }) => ({ due_on: dayOf(now + (draw(20) - 5) * 24 * HOUR), ...reason })),
  on('invoice', 'collection', ({ draw }) => ({ collect: draw(2) === 0, ...reason })),
  on('payment', 'settle', () => ({})),
  on('payment', 'failures', () => reason),
  on('payment', 'void', () => reason),
  on('payment', 'chargebacks', () => reason),
  on('payment', 'chargeback-reversals', () => reason),
  on('payment', 'refunds', ({ draw }) => ({ amount: amount(draw), ...reason })),
  on('dispute', 'resolve', () => reason),
  (world) =>
    world.api.post(`/payments/${one(world, 'payment')}/allocations`, {
      invoice: one(world, 'invoice'),
      amount: amount(world.draw),
      ...when(world),
    }),
]
