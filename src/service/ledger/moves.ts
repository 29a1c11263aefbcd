import type { Refusal, RefusalCode } from '../../engine/asked/refusals.ts'
import { parseAmount } from '../../engine/money/amount.ts'
import { dayFromText, type Instant, instantFromText } from '../../engine/time.ts'
import { readHeads } from '../../store/heads/heads.ts'
import type { Store } from '../../store/session/store.ts'
import { startOfDay } from '../asked/days.ts'
import { uuidV7 } from '../asked/ids.ts'
import type { Caller } from '../asked/request.ts'
import { performAsOne, type Whole } from './perform.ts'
import { MOVE, type MoveWish, moveRequests } from './waiting/move-requests.ts'

/**
 * Moves free money of a customer to another one (2-domain 2.2): out there and in here, two operations in one transaction
 * and under one correlation, so that it is never half done. Refused when either side refuses it. Dated after now on the
 * clock of the one whose money it is, it waits for its day.
 */
export async function moveMoney(
  store: Store,
  from: string,
  wish: MoveWish,
  { caller, key }: { readonly caller: Caller; readonly key: string },
): Promise<Whole> {
  const heads = await readHeads(store, [from, wish.to])
  const [here, there] = [from, wish.to].map((id) => heads.find(({ customer }) => customer.id === id)?.customer)
  if (here?.currency == null) return refused('customer_unknown', { customer_id: from })
  if (there?.currency == null) return refused('customer_unknown', { customer_id: wish.to })
  if (here.currency !== there.currency)
    return refused('currency_differs', { currency: here.currency, customer_currency: there.currency })
  const amount = parseAmount(wish.amount)
  if (!amount.ok) return refused(amount.fault, { amount: wish.amount })
  const effectiveAt = wish.effective_at === undefined ? undefined : momentOf(wish.effective_at, here.timeZone)
  if (effectiveAt === null) return refused('date_invalid', { date: wish.effective_at ?? null })

  const [out, into] = moveRequests({
    from,
    wish,
    amount: amount.micros,
    currency: here.currency,
    effectiveAt,
    caller,
    key,
    correlationId: `move:${uuidV7()}`,
  })
  return await performAsOne(store, [{ ...out, waits: { op: MOVE, body: wish } }, into])
}

const refused = (code: RefusalCode, facts: Refusal['facts']): Whole => ({
  status: 'refused',
  refusal: { code, facts },
  at: 0,
})

/** A moment, or the start of a day in the zone of the one whose money it is; null when it is none. */
function momentOf(text: string, zone: string): Instant | null {
  if (text.length !== 10) return instantFromText(text.replace(/T(\d{2}:\d{2})(?=Z|[+-])/, 'T$1:00')) ?? null
  const day = dayFromText(text)
  return day === undefined ? null : startOfDay(day, zone)
}
