import type { Refusal } from '../engine/commands/refusals.ts'
import { type Day, dayFromText, dayInUtc } from '../engine/time.ts'
import { beginRun, finishRun, type Run } from '../store/runs.ts'
import type { Store } from '../store/store.ts'
import { doing } from './doings.ts'
import { type Evaluated, evaluateDue, onSheets } from './evaluate-customers.ts'
import { evaluateDays } from './evaluate-days.ts'
import { uuidV7 } from './ids.ts'
import { performTogether } from './perform.ts'
import type { Caller } from './request.ts'
import { wallNow } from './wall-clock.ts'

/** What became of the wish for a run. */
export type RunOutcome =
  | { readonly status: 'done'; readonly run: Run }
  | { readonly status: 'refused'; readonly refusal: Refusal }

/**
 * Runs collection for a business date: every customer (or one) is evaluated up to that day, missed days one by one. The
 * same date again answers the first run. Refused: a date that is none, or has not come yet.
 */
export async function runCollection(
  store: Store,
  wish: { readonly business_date: string; readonly customer_id?: string | undefined },
  caller: Caller,
): Promise<RunOutcome> {
  const day = dayFromText(wish.business_date)
  if (day === undefined)
    return { status: 'refused', refusal: { code: 'date_invalid', facts: { date: wish.business_date } } }
  // somewhere it is tomorrow already
  if (day > dayInUtc(wallNow()) + 1)
    return { status: 'refused', refusal: { code: 'effective_in_future', facts: { business_date: wish.business_date } } }
  const scope = wish.customer_id ?? ''
  const begun = { runId: uuidV7(), kind: 'collection', scope, businessDate: day, startedAt: wallNow() }
  const run = await beginRun(store, begun)
  return { status: 'done', run: run.state === 'done' ? run : await carriedOut(store, run, day, caller) }
}

async function carriedOut(store: Store, run: Run, day: Day, caller: Caller): Promise<Run> {
  await performTogether(store, [doing('run_started', { id: run.runId, runKind: 'collection', day }, caller, run.runId)])
  const { customers, records } =
    run.scope === '' ? await evaluateDue(store, wallNow(), day) : await one(store, run.scope, day)
  const how = {
    state: 'done',
    done: customers,
    total: customers,
    result: { customers, records },
    finishedAt: wallNow(),
  } as const
  const facts = { id: run.runId, outcome: 'done', count: BigInt(customers) } as const
  await performTogether(store, [doing('run_finished', facts, caller, run.runId)], (session) =>
    finishRun(session, run.runId, how),
  )
  return { ...run, ...how }
}

async function one(store: Store, customerId: string, day: Day): Promise<Evaluated> {
  const records = await onSheets(store, [customerId], (sheet, wall) => evaluateDays(sheet, wall, day))
  return { customers: 1, records }
}
