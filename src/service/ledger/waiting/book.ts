import type { Refusal } from '../../../engine/asked/refusals.ts'
import { parseAmount } from '../../../engine/money/amount.ts'
import type { Instant } from '../../../engine/time.ts'
import { readHeads } from '../../../store/heads/heads.ts'
import type { ScheduledRow } from '../../../store/queues/scheduled.ts'
import type { Session } from '../../../store/session/session.ts'
import type { Store } from '../../../store/session/store.ts'
import { customerIdOf } from '../../asked/commands/wanted-of.ts'
import { dayAt } from '../../asked/days.ts'
import type { Caller, Request, WireRequest } from '../../asked/request.ts'
import { adoptPolicy } from '../../sheet/operate/adopt.ts'
import { adoptRules } from '../../sheet/operate/adopt-rules.ts'
import { wasAltered } from '../../sheet/operate/asked.ts'
import { bookByTheSystem, theClock } from '../../sheet/operate/by-the-system.ts'
import { carryOut } from '../../sheet/operate/operate.ts'
import { notBeforeItLeft } from '../../sheet/operate/what-counts-later.ts'
import type { Sheet } from '../../sheet/sheet.ts'
import { type Bench, transact } from '../sheets/transact.ts'
import { MOVE, type MoveWish, moveRequests } from './move-requests.ts'
import { asShown, type Timing } from './timing.ts'

/**
 * Books one operation that waited, in a transaction: the days before it, the operation as its caller asked for it, and what
 * became of it. Of a move both sides are booked, or neither. What is not as it was asked for any more is not booked, and
 * that is said. Nothing happens where it does not wait any more.
 */
export async function bookWaiting(store: Store, row: ScheduledRow, timing: Timing): Promise<void> {
  const altered: Refusal | null = (await wasAltered(store, row)) ? { code: 'scheduled_was_altered', facts: {} } : null
  const requests = altered === null ? await requestsOf(store, row) : [nothingOf(row)]
  const book = (refusal: Refusal | null): Promise<void> =>
    transact(store, { requests }, async (bench) => {
      if (isWaiting(bench.sheetOf(row.customerId), row)) await bookOnItsDay(bench, { row, requests, timing, refusal })
    })
  try {
    await book(altered)
  } catch (error) {
    if (!(error instanceof HalfBooked)) throw error
    await book(error.refusal)
  }
}

/** Asks for nothing of the customer: he is loaded, so that what waited can be ended. */
const nothingOf = ({ customerId, scheduledId: id }: ScheduledRow): Request => ({
  op: 'internal',
  customerId,
  command: { op: 'end_scheduled', id, outcome: 'failed', refusal: null, reason: null },
  caller: theClock,
  key: null,
})

/** The first side of what waited was booked when the other one refused it: nothing of it is to stay. */
class HalfBooked extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super('The other side refuses an operation that waited')
    this.refusal = refusal
  }
}

const isWaiting = ({ customer }: Sheet, row: ScheduledRow): boolean =>
  customer.scheduled.some((one) => one.id === row.scheduledId)

type Due = {
  readonly row: ScheduledRow
  readonly requests: readonly Request[]
  readonly timing: Timing
  /** known already: then it is not tried again */
  readonly refusal: Refusal | null
}

/** Of whom something is asked, and by which clock he comes to the moment. */
type Side = { readonly sheet: Sheet; readonly request: Request; readonly timing: Timing }

async function bookOnItsDay({ session, sheetOf, wall }: Bench, due: Due): Promise<void> {
  const { row, requests, timing } = due
  const own = sheetOf(row.customerId)
  const sides = requests.map((request): Side => {
    const sheet = sheetOf(customerIdOf(request))
    return { sheet, request, timing: sheet.customer.clock === own.customer.clock ? timing : asShown }
  })
  const at = { row, wall }
  await evaluateDaysOf(session, sides, at)
  const refusal = due.refusal ?? (await carryOutAll(session, sides, at))
  await bookByTheSystem(session, own, {
    command: {
      op: 'end_scheduled',
      id: row.scheduledId,
      outcome: refusal === null ? 'done' : 'failed',
      refusal: refusal?.code ?? null,
      reason: null,
    },
    recordedAt: wall,
    effectiveAt: row.effectiveAt,
    effectiveOn: dayAt(row.effectiveAt, own.customer.timeZone),
    clock: timing.clockAt(own, wall, row.effectiveAt),
    correlationId: row.scheduledId,
  })
  await evaluateDaysOf(session, sides, at)
}

/** When it is booked. */
type At = { readonly row: ScheduledRow; readonly wall: Instant }

/** Evaluates the days of each side up to the moment. */
async function evaluateDaysOf(session: Session, sides: readonly Side[], { row, wall }: At): Promise<void> {
  for (const { sheet, timing } of sides) {
    await adoptRules(session, sheet, wall, row.effectiveAt)
    await timing.evaluate(session, sheet, wall, dayAt(row.effectiveAt, sheet.customer.timeZone))
  }
}

/** Carries out what was asked of each side; answers why not, where the first one refuses it. */
async function carryOutAll(session: Session, sides: readonly Side[], { row, wall }: At): Promise<Refusal | null> {
  for (const [index, { sheet, request, timing }] of sides.entries()) {
    const waited = { at: row.effectiveAt, clock: timing.clockAt(sheet, wall, row.effectiveAt) }
    if (await adoptPolicy(session, sheet, wall, waited))
      await evaluateDaysOf(session, [{ sheet, request, timing }], { row, wall })
    const asked = notBeforeItLeft(request, sides[index - 1]?.sheet)
    const outcome = await carryOut(session, sheet, asked, { wall, waited, key: null })
    if (outcome.status !== 'refused') continue
    if (index > 0) throw new HalfBooked(outcome.refusal)
    return outcome.refusal
  }
  return null
}

/** What was asked, as it was asked for; of a move, both sides. The key has answered that it waits. */
async function requestsOf(store: Store, row: ScheduledRow): Promise<readonly Request[]> {
  const { op, customerId, body, reference, scheduledId } = row
  if (op === MOVE) return await sidesOfMove(store, row)
  const caller = row.caller as Caller
  const about = { caller, key: null, correlationId: scheduledId, ...(reference === null ? {} : { reference }) }
  return [{ op, customerId, body, ...about } as WireRequest]
}

async function sidesOfMove(store: Store, row: ScheduledRow): Promise<readonly Request[]> {
  const { customerId: from, effectiveAt, key, scheduledId: correlationId } = row
  const wish = row.body as MoveWish
  const amount = parseAmount(wish.amount)
  const [head] = await readHeads(store, [from])
  const currency = head?.customer.currency
  if (!amount.ok || key === null || currency == null) throw new Error(`Bug: ${correlationId} cannot be read as a move`)
  const caller = row.caller as Caller
  const move = { from, wish, amount: amount.micros, currency, effectiveAt, caller, key, correlationId }
  return moveRequests(move).map((request) => ({ ...request, key: null }))
}
