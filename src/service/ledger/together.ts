import type { Refusal } from '../../engine/asked/refusals.ts'
import { TooMuchAtOnce } from '../../store/session/at-once.ts'
import { type StoreFault, storeFault } from '../../store/session/faults.ts'
import type { Session } from '../../store/session/session.ts'
import type { Store } from '../../store/session/store.ts'
import type { Booked } from '../asked/booked.ts'
import { customerIdOf } from '../asked/commands/wanted-of.ts'
import type { Attempt, Outcome, Request } from '../asked/request.ts'
import { operate } from '../sheet/operate/operate.ts'
import { notBeforeItLeft } from '../sheet/operate/what-counts-later.ts'
import type { Sheet } from '../sheet/sheet.ts'
import type { How } from './sheets/transact.ts'
import { onSheets } from './waiting/due-first.ts'

/**
 * Carries out some operations in one transaction, each customer's in their order; a refused one stops no other. Answers
 * what became of them in the order of the requests. Where the transaction fails, they are tried one by one, so that a
 * fault is that of one request only; this is safe for those who bring a key, so nobody else is tried again.
 */
export async function performBatch(store: Store, requests: readonly Request[]): Promise<Attempt[]> {
  const isSafe = requests.every((one) => one.key !== null)
  const together = await attempted(store, requests, requests.length === 1 || !isSafe)
  const [fault] = together.filter((one) => one.status === 'fault')
  if (fault === undefined || requests.length === 1 || !isSafe) return together
  // a database that is gone is gone for each of them
  if (isFault(fault, ['gone', 'full', 'busy', 'unknown'])) return together
  // who alone is asked for and is too large here has been looked at
  if (isTooMuch(fault) && new Set(requests.map(customerIdOf)).size === 1) return together
  const attempts: Attempt[] = []
  const held = new Map<string, Attempt>()
  for (const request of requests) {
    // who is held by somebody else is waited for once, and who is too large here is looked at once
    const customerId = customerIdOf(request)
    const [attempt = missing()] = held.has(customerId)
      ? [held.get(customerId)]
      : await attempted(store, [request], true)
    if (isFault(attempt, ['held']) || isTooMuch(attempt)) held.set(customerId, attempt)
    attempts.push(attempt)
  }
  return attempts
}

const isFault = (attempt: Attempt, kinds: readonly StoreFault[]): boolean =>
  attempt.status === 'fault' && kinds.some((kind) => kind === storeFault(attempt.error))

const isTooMuch = (attempt: Attempt): boolean => attempt.status === 'fault' && attempt.error instanceof TooMuchAtOnce

async function attempted(store: Store, requests: readonly Request[], aside: boolean): Promise<Attempt[]> {
  try {
    return await performTogether(store, requests, nothing, { aside })
  } catch (error) {
    return requests.map(() => ({ status: 'fault', error }))
  }
}

/**
 * Carries out a few operations in one transaction together with other writing: both are there, or nothing. The other
 * writing comes after the heads were locked; when it throws, nothing has happened. What it answers is booked as well,
 * after the rest.
 */
export async function performTogether(
  store: Store,
  requests: readonly Request[],
  other: Other = nothing,
  { also = [], ...how }: Together = {},
): Promise<Outcome[]> {
  return await onSheets(
    store,
    { requests, also },
    async ({ session, sheetOf, wall, breathe }) => {
      const more = (await other(session)) ?? []
      const one = (request: Request): Promise<Outcome> =>
        operate(session, sheetOf(customerIdOf(request)), request, wall)
      const outcomes: Outcome[] = []
      for (const request of requests) {
        outcomes.push(await one(request))
        await breathe()
      }
      for (const request of more) await one(request)
      return outcomes
    },
    how,
  )
}

/** `also`: who is loaded though nothing is asked yet. */
type Together = Pick<How, 'lockMs' | 'aside'> & { readonly also?: readonly string[] }

/** Writes beside the log, and answers what is to be booked about it, of customers who are loaded. */
// biome-ignore lint/suspicious/noConfusingVoidType: most of it answers nothing
type Other = (session: Session) => Promise<readonly Request[] | void> | void

const nothing = (): void => {}

/** What became of requests that are one: all of them, or nothing, with the first that was refused. */
export type Whole =
  | {
      readonly status: 'done'
      readonly replay: boolean
      readonly correlationId: string
      readonly customerId: string
      /** what each of them has booked, where this process has just done so */
      readonly booked?: readonly Booked[]
    }
  | { readonly status: 'refused'; readonly refusal: Refusal; readonly at: number }
  | { readonly status: 'key_reused' }

/**
 * Carries out requests in their order as one: when one is refused, all are undone. The first brings the key for all, and
 * says what was asked as a whole (`asked`); all have the same correlation, under which their records are found again.
 */
export async function performAsOne(store: Store, requests: readonly [Request, ...Request[]]): Promise<Whole> {
  const { key, asked, caller } = requests[0]
  const asAWhole = asked === undefined ? {} : { asked }
  try {
    return await onSheets(store, { requests }, async ({ session, sheetOf, wall, breathe }) => {
      let isKeyed = false
      let previous: Sheet | undefined
      const all: Extract<Outcome, { status: 'done' }>[] = []
      for (const [at, request] of requests.entries()) {
        await breathe()
        const sheet = sheetOf(customerIdOf(request))
        const part = { ...request, caller, key: isKeyed ? null : key, ...asAWhole }
        const outcome = await operate(session, sheet, notBeforeItLeft(part, previous), wall)
        previous = sheet
        if (outcome.status !== 'done') throw new Undone(outcome.status === 'refused' ? { ...outcome, at } : outcome)
        all.push(outcome)
        if (outcome.replay || keepsAMove(request, sheet)) break
        // what changed nothing has kept no key
        isKeyed ||= outcome.lastSeq >= outcome.firstSeq
      }
      return asOne(all)
    })
  } catch (error) {
    if (error instanceof Undone) return error.whole
    throw error
  }
}

function asOne(all: readonly Extract<Outcome, { status: 'done' }>[]): Extract<Whole, { status: 'done' }> {
  const last = all.at(-1)
  if (last === undefined) throw new Error('Bug: nothing was asked')
  const { replay, correlationId, customerId } = last
  const booked = replay ? {} : { booked: all.flatMap((one) => one.booked ?? []) }
  return { status: 'done', replay, correlationId, customerId, ...booked }
}

/** Does what was just asked, a move, wait for its day? Its other side waits with it. */
const keepsAMove = (request: Request, sheet: Sheet): boolean =>
  request.op === 'internal' && sheet.entries.at(-1)?.operation.op === 'schedule_operation'

/** Undoes the transaction of requests that are one. */
class Undone extends Error {
  readonly whole: Whole

  constructor(whole: Whole) {
    super('One of several operations was refused')
    this.whole = whole
  }
}

function missing(): never {
  throw new Error('Bug: a request without an attempt')
}
