import type { Refusal } from '../../engine/asked/refusals.ts'
import { operatorId } from '../../engine/state/customer.ts'
import { type Day, dayFromText, dayInUtc, textFromDay } from '../../engine/time.ts'
import { readHeads } from '../../store/heads/heads.ts'
import { countToEvaluate } from '../../store/queues/clocks.ts'
import { findRunOf, type Run } from '../../store/queues/runs.ts'
import type { Store } from '../../store/session/store.ts'
import type { Caller } from '../asked/request.ts'
import { wallNow } from '../asked/wall-clock.ts'
import { bookOnce } from '../ledger/doings.ts'
import { evaluateDays } from '../sheet/operate/evaluate-days.ts'
import { evaluateDue, onEach } from '../time/evaluate-customers.ts'
import { type Asking, begunWith, carriedOut, newRun, type RunKind, type Wanted } from './run.ts'

/** What became of the wish for a run, which may be under way still; `replay`: this key has begun it before. */
export type RunOutcome =
  | { readonly status: 'done'; readonly run: Run; readonly replay: boolean }
  | { readonly status: 'key_reused' }
  | { readonly status: 'refused'; readonly refusal: Refusal }

type Wish = {
  readonly business_date: string
  readonly customer_id?: string | undefined
  readonly reason?: string | undefined
}

/** Runs of collection: every customer, or the one of the scope, is evaluated up to a day, missed days one by one. */
export const collectionRuns: RunKind = {
  work: ({ runId }) => `run:${runId}`,
  left: async (store, run) => (run.scope === '' ? await countToEvaluate(store, textFromDay(dayOf(run))) : 1),
  carryOut: async (store, run, { note }) => {
    const day = dayOf(run)
    if (run.scope === '') await evaluateDue(store, wallNow(), day, note)
    else await onEach(store, [run.scope], (sheet, wall, session) => evaluateDays(session, sheet, wall, day), note)
    return 'done'
  },
}

/**
 * Runs collection for a business date. The same date again answers the first run. One over more customers than so many is
 * begun, and carried out in the background (`go-on.ts`). Refused: a date that is none, or has not come yet; a customer
 * who is unknown.
 */
export async function runCollection(
  store: Store,
  { business_date, customer_id, reason }: Wish,
  caller: Caller,
  key: string | null = null,
  most: number = Number.POSITIVE_INFINITY,
): Promise<RunOutcome> {
  const day = dayFromText(business_date)
  if (day === undefined) return refused('date_invalid', { date: business_date })
  // somewhere it is tomorrow already
  if (day > dayInUtc(wallNow()) + 1) return refused('effective_in_future', { business_date })
  if (customer_id !== undefined && !(await isCustomer(store, customer_id)))
    return refused('customer_unknown', { customer_id })
  const wanted = { kind: 'collection', scope: customer_id ?? '', businessDate: day } as const
  const isNew = await begin(store, wanted, { caller, key, reason })
  const run = await findRunOf(store, wanted)
  const before = isNew ? null : await begunWith(store, { caller, key })
  if (run === undefined || (before !== null && before.run?.runId !== run.runId)) return { status: 'key_reused' }
  const isLong = run.state === 'running' && (await collectionRuns.left(store, run)) > most
  return {
    status: 'done',
    run: isLong ? run : await carriedOut(store, collectionRuns, run),
    replay: before !== null,
  }
}

const refused = (code: Refusal['code'], facts: Refusal['facts']): RunOutcome => ({
  status: 'refused',
  refusal: { code, facts },
})

const isCustomer = async (store: Store, customerId: string): Promise<boolean> =>
  customerId !== operatorId && (await readHeads(store, [customerId])).length === 1

/** Makes the run and its record; answers false when the same one was begun before, or the key was used. */
function begin(store: Store, wanted: Wanted, asking: Asking): Promise<boolean> {
  const run = newRun(wanted, asking)
  return bookOnce(store, run.started, run.insert, run.pins)
}

function dayOf({ runId, businessDate }: Run): Day {
  if (businessDate === null) throw new Error(`Bug: the run ${runId} of collection has no date`)
  return businessDate
}
