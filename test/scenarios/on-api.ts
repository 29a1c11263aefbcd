import { type Instant, instantToText } from '../../src/engine/time.ts'
import { startOfDay } from '../../src/service/asked/days.ts'
import { ask } from '../product/ask.ts'
import { type Names, namesOf } from './api-names.ts'
import { carryOut, type Sent } from './api-steps.ts'
import { done } from './done.ts'
import { beginsOn, momentOfStep, onTheWire } from './moments.ts'
import type { Dials, Outcome, Play, Stage } from './run.ts'
import { type About, firstOf, type Scenario, type Step } from './scenario.ts'

export type Address = { readonly url: string; readonly api_key: string }

/** A scenario under way over HTTP; `known` is the last record at the moments that looks back may name. */
export type Table = {
  readonly at: Address
  readonly scenario: Scenario
  readonly names: Names
  readonly known: Map<string, number>
  now: Instant
  /** whose trail was read last, and how far it goes: nothing adds to it before the next step */
  read: { readonly of: number; readonly seq: number } | null
  /** the last operation, for `again` */
  last: Sent | null
}

let played = 0

/** Plays scenarios on a running product over HTTP: a named clock and a customer of its own for each. */
export const onApi = (at: Address): Stage => ({ open: (scenario) => openOnApi(at, scenario) })

/** As `onApi`, also for stages that read some of what is expected elsewhere: they need names and dials. */
export type ApiPlay = Play & {
  readonly names: Names
  readonly query: (dials: Dials | null) => Record<string, string>
}

/** Opens the customers of a scenario on a clock of their own. */
export async function openOnApi(at: Address, scenario: Scenario): Promise<ApiPlay> {
  played += 1
  const now = startOfDay(beginsOn(scenario), firstOf(scenario).timeZone)
  const names = namesOf(`s${process.pid}${played}`)
  const table: Table = { at, scenario, names, known: new Map(), now, read: null, last: null }
  await openCustomers(table)
  return {
    names: table.names,
    query: (dials) => dialsOf(table, dials),
    step: (step) => takeStep(table, step),
    figure: (about, figure, dials) => figureOf(table, about, figure, dials),
    status: async (about, dials) => String((await subject(table, about, dials)).status),
    end: async () => {
      for (const of of scenario.customers.keys()) await lastSeq(table, of)
    },
  }
}

async function openCustomers({ at, scenario, names, now }: Table): Promise<void> {
  const { mail } = firstOf(scenario)
  done(await ask(at, 'POST', '/clocks', { clock: names.clock, now: instantToText(now), mail }))
  for (const [of, person] of scenario.customers.entries()) {
    const { name, currency, timeZone, email, creditLimit, billing } = person
    done(
      await ask(at, 'POST', '/customers', {
        customer_id: names.customer(of),
        name,
        currency,
        billing,
        time_zone: timeZone,
        clock: names.clock,
        ...(email !== null && { email }),
        ...(creditLimit !== null && { credit_limit: creditLimit }),
        ...(person.class !== null && { class: names.className(person.class) }),
      }),
    )
  }
}

async function takeStep(table: Table, step: Step): Promise<Outcome> {
  const { at, scenario, names, known } = table
  const before = table.read?.of === step.of ? table.read.seq : await lastSeq(table, step.of)
  const now = momentOfStep(step, firstOf(scenario).timeZone, table.now)
  if (now !== table.now) done(await ask(at, 'POST', `/clocks/${names.clock}/advance`, { to: instantToText(now) }))
  table.now = now
  const { action } = step
  if (action.kind === 'operation' && action.operation.op === 'receive_payment')
    known.set(`before payment ${String(action.operation.body.payment_id)}`, await lastSeq(table, step.of))
  const refused = (await carryOut(table, step)).find(({ status }) => status >= 400)
  const added = await addedTo(table, step.of, before)
  const seq = added[0]?.seq ?? before
  table.read = { of: step.of, seq }
  known.set(`on ${step.on}`, seq)
  const sentences = added.map((one) => names.asTold(one.sentence))
  return { sentences, ...(refused !== undefined && { refused: String(refused.body.code) }) }
}

type Told = { readonly seq: number; readonly sentence: string }

/** The records of a customer after one, the last first and 500 at most: the page is short where that holds them all. */
async function addedTo({ at, names }: Table, of: number, before: number): Promise<readonly Told[]> {
  const read = async (limit: number): Promise<readonly Told[]> => {
    const path = `/customers/${names.customer(of)}/audit?time=recorded&limit=${limit}`
    return done(await ask(at, 'GET', path)).records as readonly Told[]
  }
  const few = await read(20)
  const holdsAll = few.length < 20 || (few.at(-1)?.seq ?? 0) <= before
  return (holdsAll ? few : await read(500)).filter((one) => one.seq > before)
}

async function lastSeq({ at, names }: Table, of: number): Promise<number> {
  const { complete } = held(done(await ask(at, 'GET', `/customers/${names.customer(of)}`)))
  return (complete as { readonly to_seq: number }).to_seq
}

/** An answer whose identities hold. */
function held(answer: Record<string, unknown>): Record<string, unknown> {
  const identities = (answer.identities ?? []) as readonly { readonly name: string; readonly holds: boolean }[]
  const broken = identities.find(({ holds }) => !holds)
  if (broken !== undefined) throw new Error(`an identity is broken: ${JSON.stringify(broken)}`)
  return answer
}

/** A figure as the subject's answer has it, which must be what its explanation says; or the latter alone. */
async function figureOf(table: Table, about: About, figure: string, dials: Dials | null): Promise<string> {
  const { at, names } = table
  const answer = await subject(table, about, dials)
  if (figure === 'collection_status') return String(answer.collection_status)
  const figures = answer.figures as Record<string, string | number | null>
  const kind = about.kind === 'credit_note' ? 'credit' : about.kind
  const question = { figure: `${kind}.${figure}`, subject: names.subject(about), ...dialsOf(table, dials) }
  const path = `/customers/${names.customer(about.of)}/explain?${new URLSearchParams(question)}`
  const why = done(await ask(at, 'GET', path))
  if (!/^0(\.0+)?$/.test(String(why.residual)))
    throw new Error(`the residual of ${kind}.${figure} is ${why.residual}, its value ${why.value}`)
  const value = written(why.value)
  if (figure in figures && written(figures[figure]) !== value)
    throw new Error(`${figure} is ${figures[figure]}, but is explained as ${value}`)
  return value
}

const written = (value: unknown): string => (value === null ? 'none' : String(value))

async function subject(table: Table, about: About, dials: Dials | null): Promise<Record<string, unknown>> {
  const query = new URLSearchParams(dialsOf(table, dials))
  return held(done(await ask(table.at, 'GET', `${table.names.path(about)}?${query}`)))
}

function dialsOf({ known: seqs, scenario }: Table, dials: Dials | null): Record<string, string> {
  if (dials === null) return {}
  const { asOf, known } = dials
  const zone = firstOf(scenario).timeZone
  return { as_of: onTheWire(asOf, zone), ...(known !== null && { known_at: `seq:${seqs.get(known) ?? 0}` }) }
}
