import type { Refusal } from '../../engine/asked/refusals.ts'
import { operatorId } from '../../engine/state/customer.ts'
import { type Day, dayFromText, dayInUtc, textFromDay } from '../../engine/time.ts'
import { readHeads } from '../../store/heads/heads.ts'
import { countToEvaluate } from '../../store/queues/clocks.ts'
import { countDone, findRunOf, insertRun, type Run, setTotal } from '../../store/queues/runs.ts'
import type { Session } from '../../store/session/session.ts'
import type { Store } from '../../store/session/store.ts'
import { uuidV7 } from '../asked/ids.ts'
import type { Caller } from '../asked/request.ts'
import { wallNow } from '../asked/wall-clock.ts'
import { bookOnce, doing, keyed, reasoned } from '../ledger/doings.ts'
import { pinning } from '../ledger/pins.ts'
import { evaluateDays } from '../sheet/operate/evaluate-days.ts'
import { oneAtATime } from '../work/leased.ts'
import { evaluateDue, type Note, onEach } from './evaluate-customers.ts'
import { begunWith, endRun, noRun, runNow } from './runs.ts'

/** What became of the wish for a run; `replay`: this key has begun it before. */
export type RunOutcome =
  | { readonly status: 'done'; readonly run: Run; readonly replay: boolean }
  | { readonly status: 'key_reused' }
  | { readonly status: 'refused'; readonly refusal: Refusal }

type Wish = {
  readonly business_date: string
  readonly customer_id?: string | undefined
  readonly reason?: string | undefined
}

/**
 * Runs collection for a business date: every customer (or one) is evaluated up to that day, missed days one by one. The
 * same date again answers the first run, when it is done. Refused: a date that is none, or has not come yet; a customer
 * who is unknown.
 */
export async function runCollection(
  store: Store,
  { business_date, customer_id, reason }: Wish,
  caller: Caller,
  key: string | null = null,
): Promise<RunOutcome> {
  const day = dayFromText(business_date)
  if (day === undefined) return refused('date_invalid', { date: business_date })
  // somewhere it is tomorrow already
  if (day > dayInUtc(wallNow()) + 1) return refused('effective_in_future', { business_date })
  if (customer_id !== undefined && !(await isCustomer(store, customer_id)))
    return refused('customer_unknown', { customer_id })
  const wanted = { kind: 'collection', scope: customer_id ?? '', businessDate: day } as const
  const isNew = await begin(store, { ...wanted, runId: uuidV7(), reason }, caller, key)
  const run = await findRunOf(store, wanted)
  const begunBefore = isNew ? undefined : await begunWith(store, caller, key)
  if (begunBefore !== undefined && begunBefore !== run?.runId) return { status: 'key_reused' }
  if (run === undefined) return noRun()
  const ended = await oneAtATime(store, `run:${run.runId}`, () => carryOut(store, run, day, caller))
  return { status: 'done', run: ended, replay: begunBefore !== undefined }
}

const refused = (code: Refusal['code'], facts: Refusal['facts']): RunOutcome => ({
  status: 'refused',
  refusal: { code, facts },
})

const isCustomer = async (store: Store, customerId: string): Promise<boolean> =>
  customerId !== operatorId && (await readHeads(store, [customerId])).length === 1

/** Makes the run and its record; answers false when the same one was begun before, or the key was used. */
async function begin(
  store: Store,
  {
    reason,
    ...run
  }: Pick<Run, 'runId' | 'scope'> & {
    readonly kind: 'collection'
    readonly businessDate: Day
    readonly reason: string | undefined
  },
  caller: Caller,
  key: string | null,
): Promise<boolean> {
  const facts = { id: run.runId, runKind: run.kind, day: run.businessDate }
  const started = keyed(reasoned(doing('run_started', facts, caller, run.runId), reason), key)
  const work = (session: Session) => insertRun(session, { ...run, startedAt: wallNow() })
  return await bookOnce(store, started, work, (session) => pinning(session, ['run', run.runId], caller, run.runId))
}

/** Does what is left of a run, counting as it goes; one that was ended meanwhile is answered as it stands. */
async function carryOut(store: Store, { runId, scope }: Run, day: Day, caller: Caller): Promise<Run> {
  const standing = await runNow(store, runId)
  if (standing.state !== 'running') return standing
  const note: Note = (session, done) => countDone(session, runId, done)
  if (scope === '') {
    await setTotal(store, runId, await countToEvaluate(store, textFromDay(day)))
    await evaluateDue(store, wallNow(), day, note)
  } else await onEach(store, [scope], (sheet, wall, session) => evaluateDays(session, sheet, wall, day), note)
  return await endRun(store, runId, 'done', caller)
}
