import { decide } from '../../../engine/commands/decide.ts'
import { type Instant, instantToText } from '../../../engine/time.ts'
import { insertScheduled } from '../../../store/queues/scheduled.ts'
import type { Session } from '../../../store/session/session.ts'
import { randomBytes } from '../../asked/chance.ts'
import { dayAt } from '../../asked/days.ts'
import type { ClockReading } from '../../asked/form.ts'
import { operationId } from '../../asked/ids.ts'
import { type Caller, type Outcome, opensCustomer, type Request } from '../../asked/request.ts'
import { bookOn, type Decided } from '../book-on.ts'
import type { Sheet } from '../sheet.ts'
import { hashesOf } from './asked.ts'
import { named } from './give-names.ts'

/** As what an operation can wait for its day: all can that callers ask about customers who are there; else undefined. */
export function waitsAs(request: Request): { readonly op: string; readonly body: object } | undefined {
  if (request.op === 'internal') return request.waits
  return opensCustomer(request) ? undefined : request
}

type Setting = {
  readonly wall: Instant
  readonly clock: ClockReading
  readonly effectiveAt: Instant
  readonly key: Decided['key']
}

/**
 * Keeps an operation that is dated after now on the customer's clock (2-domain 2.3, 4): a record says that it waits, what
 * was asked stands beside the log until its day, with the moment that it was read as.
 */
export async function keepForLater(
  session: Session,
  sheet: Sheet,
  { request, as }: { readonly request: Request; readonly as: { readonly op: string; readonly body: object } },
  { wall, clock, effectiveAt, key }: Setting,
): Promise<Outcome> {
  const { customer, customerId } = sheet
  const dueOn = dayAt(effectiveAt, customer.timeZone)
  const { reference = null } = request
  const waiting = {
    op: as.op,
    body: { ...as.body, effective_at: instantToText(effectiveAt) },
    caller: withoutName(request.caller),
    key: request.key,
    reference,
    effectiveAt,
    salt: randomBytes(16),
  }
  const what = { id: null, of: as.op, dueAt: effectiveAt, dueOn, ...hashesOf(waiting) }
  const command = { op: 'schedule_operation', ...what } as const
  const circumstances = {
    operationId: operationId(),
    recordedAt: wall,
    effectiveAt: clock.now,
    effectiveOn: clock.today,
    clock,
  }
  const decision = decide(customer, command, circumstances)
  if (!decision.ok) return { status: 'refused', refusal: decision.refusal }
  const drafts = await named(session, sheet, decision.drafts)
  const id = drafts[0]?.facts.id ?? unnamed()
  const { caller, correlationId = id } = request
  const about = { caller, reference, correlationId, texts: [], key }
  const entry = bookOn(sheet, { command, drafts, circumstances, ...about })
  if (entry === null || 'code' in entry) throw new Error(`Bug: ${id} of ${customerId} could not be kept`)
  const { firstSeq, lastSeq } = entry.operation
  insertScheduled(session, {
    customerId,
    scheduledId: id,
    seq: firstSeq,
    ...waiting,
    dueOn,
  })
  return { status: 'done', replay: false, customerId, firstSeq, lastSeq, correlationId }
}

/** A name that stands in a text is kept there alone, so that it can be erased. */
const withoutName = (caller: Caller): Caller => (caller.name === undefined ? caller : { ...caller, actor: '' })

function unnamed(): never {
  throw new Error('Bug: what waits has no id')
}
