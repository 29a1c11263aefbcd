import { instantToText } from '../../src/engine/time.ts'
import { startOfDay } from '../../src/service/days.ts'
import { type Answer, ask } from '../product/ask.ts'
import { type Names, namesOf } from './api-names.ts'
import { requestOf } from './api-requests.ts'
import { dayOf } from './engine-commands.ts'
import type { Dials, Outcome, Play, Stage } from './run.ts'
import type { About, Scenario, Step } from './scenario.ts'

export type Address = { readonly url: string; readonly api_key: string }

/** A scenario under way over HTTP; `seqBefore` is the last record before each payment was received. */
type Table = {
  readonly at: Address
  readonly scenario: Scenario
  readonly names: Names
  readonly seqBefore: Map<string, number>
}

const HALF_A_DAY = 43_200_000_000n
let played = 0

/** Plays scenarios on a running product over HTTP: a named clock and a customer of its own for each. */
export const onApi = (at: Address): Stage => ({ open: (scenario) => openOnApi(at, scenario) })

/** As `onApi`, also for stages that read some of what is expected elsewhere: they need names and dials. */
export type ApiPlay = Play & {
  readonly names: Names
  readonly query: (dials: Dials | null) => Record<string, string>
}

/** Opens the customer of a scenario on a clock of his own. */
export async function openOnApi(at: Address, scenario: Scenario): Promise<ApiPlay> {
  played += 1
  const table: Table = { at, scenario, names: namesOf(`s${process.pid}${played}`), seqBefore: new Map() }
  await openCustomer(table)
  return {
    names: table.names,
    query: (dials) => dialsOf(table, dials),
    step: (step) => takeStep(table, step),
    figure: (about, figure, dials) => figureOf(table, about, figure, dials),
    status: async (about, dials) => String((await subject(table, about, dials)).status),
  }
}

async function openCustomer({ at, scenario, names }: Table): Promise<void> {
  const { name, currency, timeZone, email, creditLimit } = scenario.customer
  const first = scenario.lines.find((line) => line.kind === 'step')
  const now = instantToText(startOfDay(dayOf(first?.on ?? ''), timeZone))
  done(await ask(at, 'POST', '/clocks', { clock: names.clock, now }))
  done(
    await ask(at, 'POST', '/customers', {
      customer_id: names.customer,
      name,
      currency,
      time_zone: timeZone,
      clock: names.clock,
      ...(email !== null && { email }),
      ...(creditLimit !== null && { credit_limit: creditLimit }),
    }),
  )
}

async function takeStep(table: Table, step: Step): Promise<Outcome> {
  const { at, scenario, names, seqBefore } = table
  const before = await lastSeq(table)
  const noon = startOfDay(dayOf(step.on), scenario.customer.timeZone) + HALF_A_DAY
  done(await ask(at, 'POST', `/clocks/${names.clock}/advance`, { to: instantToText(noon) }))
  if (step.action.op === 'payment') seqBefore.set(step.action.payment, await lastSeq(table))
  const request = requestOf(step, names)
  const answer = request === null ? null : await ask(at, 'POST', request.path, request.body)
  if (answer !== null && answer.status >= 400) return { refused: String(answer.body.code) }
  const page = done(await ask(at, 'GET', `/customers/${names.customer}/audit?time=recorded&limit=500`))
  const records = page.records as { seq: number; sentence: string }[]
  return { sentences: records.filter((one) => one.seq > before).map((one) => names.asTold(one.sentence)) }
}

async function lastSeq({ at, names }: Table): Promise<number> {
  const { complete } = done(await ask(at, 'GET', `/customers/${names.customer}`)) as { complete: { to_seq: number } }
  return complete.to_seq
}

/** A figure as the subject's answer has it, which must be what its explanation says; or the latter alone. */
async function figureOf(table: Table, about: About, figure: string, dials: Dials | null): Promise<string> {
  const { at, names } = table
  const figures = (await subject(table, about, dials)).figures as Record<string, string | number | null>
  const question = { figure: `${about.kind}.${figure}`, subject: names.subject(about), ...dialsOf(table, dials) }
  const why = done(await ask(at, 'GET', `/customers/${names.customer}/explain?${new URLSearchParams(question)}`))
  if (!/^0(\.0+)?$/.test(String(why.residual))) throw new Error(`the residual of ${figure} is ${why.residual}`)
  const value = written(why.value)
  if (figure in figures && written(figures[figure]) !== value)
    throw new Error(`${figure} is ${figures[figure]}, but is explained as ${value}`)
  return value
}

const written = (value: unknown): string => (value === null ? 'none' : String(value))

async function subject(table: Table, about: About, dials: Dials | null): Promise<Record<string, unknown>> {
  const query = new URLSearchParams(dialsOf(table, dials))
  return done(await ask(table.at, 'GET', `${table.names.path(about)}?${query}`))
}

function dialsOf({ seqBefore }: Table, dials: Dials | null): Record<string, string> {
  if (dials === null) return {}
  const { asOf, knownBefore } = dials
  return { as_of: asOf, ...(knownBefore !== null && { known_at: `seq:${seqBefore.get(knownBefore) ?? 0}` }) }
}

function done({ status, body }: Answer): Record<string, unknown> {
  if (status >= 400) throw new Error(`${status} ${JSON.stringify(body)}`)
  return body
}
