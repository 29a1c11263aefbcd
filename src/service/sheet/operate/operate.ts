import type { Command } from '../../../engine/asked/command.ts'
import type { Left } from '../../../engine/asked/commands/money.ts'
import { decide } from '../../../engine/commands/decide.ts'
import { firstBroken } from '../../../engine/planning/checks.ts'
import type { Instant } from '../../../engine/time.ts'
import type { KeyUse } from '../../../store/history/idempotency.ts'
import type { Session } from '../../../store/session/session.ts'
import { type Judged, type Within, withinLimits } from '../../access/limits.ts'
import { permissionLacks } from '../../access/permitted.ts'
import type { Canonical } from '../../asked/canonical-json.ts'
import { prepare } from '../../asked/commands/command.ts'
import { dayAt } from '../../asked/days.ts'
import type { Surroundings } from '../../asked/form.ts'
import { operationId } from '../../asked/ids.ts'
import { keyScopeOf, type Outcome, type Request } from '../../asked/request.ts'
import { isAskedAgain, saltedHash } from '../../asked/request-hash.ts'
import { bookOn, type Decided, refusalOf } from '../book-on.ts'
import { clockAndZone, lookedUp, rememberIds } from '../looked-up.ts'
import { inOpenPeriod } from '../open-period.ts'
import { reasonLacks } from '../reasons.ts'
import { closedOn, nameOfUse, type Sheet } from '../sheet.ts'
import { adoptPolicy, type Waited } from './adopt.ts'
import { adoptRules } from './adopt-rules.ts'
import { correctedBy, correctedRefusals, correctedSeq } from './corrected.ts'
import { evaluateDays } from './evaluate-days.ts'
import { named } from './give-names.ts'
import { keepForLater, waitsAs } from './keep.ts'
import { whatCountsLater } from './what-counts-later.ts'
import { whatIsTaken } from './what-is-taken.ts'

/**
 * Carries out one request on the sheet of its customer: a key that was used before gets its answer again; else he adopts
 * the newest rules, the days up to today are evaluated, and the request is decided and booked. Nothing is written yet.
 */
export async function operate(session: Session, sheet: Sheet, request: Request, wall: Instant): Promise<Outcome> {
  const used = usedBefore(sheet, request)
  if (used !== undefined) return answeredBefore(used, request)
  await adoptRules(session, sheet, wall)
  await evaluateDays(session, sheet, wall)
  if (await adoptPolicy(session, sheet, wall)) await evaluateDays(session, sheet, wall)
  const zone = sheet.customer.timeZone
  const outcome = await carryOut(session, sheet, request, { wall, key: keyUse(request, sheet.customerId) })
  // it may be tomorrow already where he is now
  if (sheet.customer.timeZone !== zone) await evaluateDays(session, sheet, wall)
  return outcome
}

type Setting = {
  readonly wall: Instant
  readonly key: Decided['key']
  /** of an operation that waited, its moment and what the customer's clock shows */
  readonly waited?: Waited
}

/**
 * Decides and books one request on a sheet whose days are evaluated; one that is dated after now is kept for its day.
 * Who is new then, or of another class, adopts the terms in force for him.
 */
export async function carryOut(session: Session, sheet: Sheet, request: Request, setting: Setting): Promise<Outcome> {
  const decided = await decideOn(session, sheet, request, setting)
  if ('status' in decided) return decided
  const outcome = bookedOn(sheet, request, decided)
  await adoptPolicy(session, sheet, setting.wall, setting.waited)
  return outcome
}

function usedBefore(sheet: Sheet, request: Request): KeyUse | undefined {
  const { key } = request
  return key === null ? undefined : sheet.uses.get(nameOfUse({ caller: keyScopeOf(request.caller), key }))
}

const keyUse = (request: Request, customerId: string): Decided['key'] =>
  request.key === null
    ? null
    : { caller: keyScopeOf(request.caller), key: request.key, ...saltedHash(askedOf(request, customerId)) }

const answeredBefore = (use: KeyUse, request: Request): Outcome =>
  isAskedAgain(use, askedOf(request, use.customerId)) ? done(use, true) : { status: 'key_reused' }

type Done = Extract<Outcome, { status: 'done' }>
type Answered = Pick<KeyUse, 'customerId' | 'firstSeq' | 'lastSeq' | 'correlationId'>

const done = ({ customerId, firstSeq, lastSeq, correlationId }: Answered, replay: boolean): Done => ({
  status: 'done',
  replay,
  customerId,
  firstSeq,
  lastSeq,
  correlationId,
})

/** The operation as decided, with the names that it gets once nothing speaks against it; or the first rule that it breaks. */
async function decideOn(
  session: Session,
  sheet: Sheet,
  request: Request,
  setting: Setting,
): Promise<Decided | Outcome> {
  const { wall, key } = setting
  const surroundings = surroundingsOf(sheet, request, setting)
  const { texts, refusals, ...prepared } = prepare(request, sheet.customerId, surroundings)
  const corrects = correctedBy(request)
  const edge = corrects === undefined ? {} : { corrects: correctedSeq(sheet, corrects) ?? 0 }
  const id = operationId()
  const { clock, zone } = surroundings
  const dated = { effectiveAt: prepared.effectiveAt, zone, now: clock.now }
  const { effectiveAt, ...about } = inOpenPeriod(sheet, request, dated)
  const command: Command = { ...prepared.command, ...edge, ...about }
  const lacking = setting.waited === undefined ? [...permissionLacks(request), ...reasonLacks(sheet, request)] : []
  const unread = [...refusals, ...lookedUp(sheet, request), ...correctedRefusals(sheet, request), ...lacking]
  const as = effectiveAt > clock.now ? waitsAs(request) : undefined
  if (as !== undefined) {
    const refusal = sheet.customer.currency === null ? null : firstBroken(unread)
    if (refusal !== null) return { status: 'refused', refusal }
    const within = await limitOf(session, sheet, request, { ...setting, command, drafts: [] })
    if ('refusal' in within) return { status: 'refused', refusal: within.refusal }
    const limited = { ...request, caller: { ...request.caller, ...within } }
    return await keepForLater(session, sheet, { request: limited, as }, { wall, clock, effectiveAt, key })
  }
  const effectiveOn = dayAt(effectiveAt, zone)
  const later = await whatCountsLater(session, sheet, command.op, effectiveAt)
  const taken = await whatIsTaken(session, sheet, command, effectiveAt)
  const circumstances = {
    operationId: id,
    recordedAt: wall,
    effectiveAt,
    effectiveOn,
    clock,
    ...closedOn(sheet),
    ...later,
    ...taken,
  }
  const decision = decide(sheet.customer, command, circumstances)
  const broken = firstBroken([...unread, decision.ok ? null : decision.refusal])
  const refusal = broken ?? (decision.ok ? refusalOf(sheet, decision.drafts, circumstances) : null)
  if (refusal !== null || !decision.ok)
    return { status: 'refused', refusal: refusal ?? neverNull(), ...leftIn(command) }
  const within = await limitOf(session, sheet, request, { ...setting, command, drafts: decision.drafts })
  if ('refusal' in within) return { status: 'refused', refusal: within.refusal }
  const drafts = await named(session, sheet, decision.drafts)
  const { correlationId = id, reference = null } = request
  const caller = within.limit === null ? request.caller : { ...request.caller, ...within }
  return { command, drafts, circumstances, texts, caller, correlationId, reference, key }
}

/** The limit that an operation is within; what waits was judged when it was asked for. */
const limitOf = async (
  session: Session,
  { customer }: Sheet,
  request: Request,
  { waited, ...judged }: Setting & Judged,
): Promise<Within> =>
  waited === undefined
    ? await withinLimits(session, customer.currency ?? '', request, judged)
    : { limit: request.caller.limit ?? null }

/** What of a command is left out. */
const leftIn = (command: Command): { readonly left?: readonly Left[] } =>
  'left' in command ? { left: command.left } : {}

function neverNull(): never {
  throw new Error('Bug: a decision was refused without a refusal')
}

function surroundingsOf(sheet: Sheet, request: Request, { wall, waited }: Setting): Surroundings {
  return {
    ...clockAndZone(sheet, request, wall),
    ...(waited === undefined ? {} : { clock: waited.clock }),
    customer: sheet.customer,
    hasXdrId: (id) => sheet.xdrIds.has(id),
    ...closedOn(sheet),
  }
}

function bookedOn(sheet: Sheet, request: Request, decided: Decided): Outcome {
  const entry = bookOn(sheet, decided)
  if (entry === null) return done({ ...nothingAdded(sheet), correlationId: decided.correlationId }, false)
  if ('code' in entry) return { status: 'refused', refusal: entry }
  rememberIds(sheet, request, entry)
  const { caller, circumstances } = decided
  const about = { actor: caller.actor, shown: circumstances.clock.now, customer: sheet.customer }
  return { ...done(entry.operation, false), booked: { ...entry, ...about }, ...leftIn(decided.command) }
}

const nothingAdded = (sheet: Sheet) => ({
  customerId: sheet.customerId,
  firstSeq: sheet.customer.seq + 1,
  lastSeq: sheet.customer.seq,
})

/** What was asked: the same key with something else is refused. */
export function askedOf(request: Request, customerId: string): Canonical {
  if (request.asked !== undefined) return { customerId, asked: request.asked }
  const asked = request.op === 'internal' ? request.command : request.body
  return { op: request.op, customerId, asked: asked as Canonical }
}
