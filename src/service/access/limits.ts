import { operations } from '../../contract/operations.ts'
import { isLimited, type Permission } from '../../contract/permissions.ts'
import type { Command } from '../../engine/asked/command.ts'
import type { Draft } from '../../engine/asked/draft.ts'
import type { Refusal } from '../../engine/asked/refusals.ts'
import { formatAmount, type Micros, magnitude } from '../../engine/money/amount.ts'
import { currencyDigits } from '../../engine/money/currencies.ts'
import { dayInUtc, type Instant } from '../../engine/time.ts'
import { limitsFor, type RoleLimit, takeOfDay, usedOfDay } from '../../store/people/limits.ts'
import type { Session } from '../../store/session/session.ts'
import { actorIdOf, roleOf } from '../asked/asker.ts'
import type { Caller, Request } from '../asked/request.ts'

/** Under which limit an operation was found to be within; null: none applies. */
export type Within = { readonly limit: string | null } | { readonly refusal: Refusal }

/** What is judged: as it was asked and as it was decided, and when. */
export type Judged = { readonly command: Command; readonly drafts: readonly Draft[]; readonly wall: Instant }

/**
 * Whether an operation is within the limits of the role by which it is asked, of which the day's is taken here: nobody
 * else takes of it until the transaction ends. A role that has a limit in some currencies may do nothing in others. Days
 * are those of UTC, by the wall clock.
 */
export async function withinLimits(
  session: Session,
  currency: string,
  request: Request,
  judged: Judged,
): Promise<Within> {
  if (request.op === 'internal') return { limit: null }
  const { permission } = operations[request.op]
  const { caller } = request
  if (!isLimited(permission) || roleOf(caller) === 'administrator') return { limit: null }
  const limits = await limitsFor(session, roleOf(caller), permission)
  if (limits.length === 0) return { limit: null }
  const limit = limits.find((one) => one.currency === currency)
  const amount = amountOf(judged)
  const refuse = refusalOf({ caller, permission, currency }, amount)
  if (limit === undefined || amount === null) return refuse('each', 0n)
  if (limit.each !== null && amount > limit.each) return refuse('each', limit.each)
  if (limit.perDay !== null) {
    const use = { actorId: actorIdOf(caller), day: dayInUtc(judged.wall), permission, currency }
    if (!(await takeOfDay(session, use, amount, limit.perDay)))
      return refuse('day', limit.perDay, await usedOfDay(session, use))
  }
  return { limit: limitWords(limit) }
}

/** What an operation comes to: what it states, else what its drafts do; null where neither says it. */
function amountOf({ command, drafts }: Judged): Micros | null {
  if ('amount' in command && typeof command.amount === 'bigint') return magnitude(command.amount)
  const main = drafts.find((draft) => draft.isMain) ?? drafts[0]
  return main?.facts.amount === undefined ? null : magnitude(main.facts.amount)
}

type About = { readonly caller: Caller; readonly permission: Permission; readonly currency: string }

const refusalOf =
  ({ caller, permission, currency }: About, amount: Micros | null) =>
  (because: 'each' | 'day', most: Micros, used?: Micros): Within => {
    const text = (micros: Micros): string => formatAmount(micros, currencyDigits(currency) ?? 2)
    const facts = {
      permission,
      role: roleOf(caller),
      currency,
      because,
      at_most: text(most),
      amount: amount === null ? null : text(amount),
      ...(used === undefined ? {} : { total: text(used) }),
    }
    return { refusal: { code: 'limit_exceeded', facts } }
  }

/** A limit in words: as a record of it says it, and each operation that was done under it. */
export function limitWords({ currency, each, perDay }: Pick<RoleLimit, 'currency' | 'each' | 'perDay'>): string {
  const text = (micros: Micros): string => `${formatAmount(micros, currencyDigits(currency) ?? 2)} ${currency}`
  const parts = [
    ...(each === null ? [] : [`${text(each)} each`]),
    ...(perDay === null ? [] : [`${text(perDay)} a day`]),
  ]
  return parts.length === 0 ? `no limit in ${currency}` : parts.join(', ')
}
