import type { Refusal, RefusalCode } from '../engine/commands/refusals.ts'
import { parseAmount } from '../engine/money/amount.ts'
import { dayFromText, type Instant, instantFromText } from '../engine/time.ts'
import { readHeads } from '../store/heads.ts'
import type { Store } from '../store/store.ts'
import { startOfDay } from './days.ts'
import { movedCreditId, uuidV7 } from './ids.ts'
import { performAsOne, type Whole } from './perform.ts'
import { type Caller, type InternalRequest, keyScopeOf } from './request.ts'
import { sealText } from './sealed-text.ts'

/** Money to be moved, as the wire says it. */
export type MoveWish = {
  readonly to: string
  readonly amount: string
  readonly reason?: string | undefined
  readonly effective_at?: string | undefined
  readonly reference?: string | undefined
}

/**
 * Moves free money of a customer to another one (2-domain 2.2): out there and in here, two operations in one transaction
 * and under one correlation, so that it is never half done. Refused when either side refuses it.
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

  const shared = {
    op: 'internal',
    caller,
    correlationId: `move:${uuidV7()}`,
    ...(effectiveAt === undefined ? {} : { effectiveAt }),
    ...(wish.reference === undefined ? {} : { reference: wish.reference }),
  } as const
  const { micros } = amount
  const creditId = movedCreditId(keyScopeOf(caller), key, from)
  const out = withReason(wish.reason, (reason) => ({
    ...shared,
    customerId: from,
    key,
    asked: { move: { ...wish } },
    command: { op: 'move_out', to: wish.to, amount: micros, reason, xdrIds: [] },
  }))
  const into = withReason(wish.reason, (reason) => ({
    ...shared,
    customerId: wish.to,
    key: null,
    command: { op: 'move_in', from, creditId, amount: micros, reason, xdrId: 0n, currency: here.currency ?? '' },
  }))
  return await performAsOne(store, [out, into])
}

const refused = (code: RefusalCode, facts: Refusal['facts']): Whole => ({
  status: 'refused',
  refusal: { code, facts },
  at: 0,
})

/** A reason of its own for each side: a text belongs to one customer. */
function withReason(
  reason: string | undefined,
  make: (ref: ReturnType<typeof sealText>['ref'] | null) => InternalRequest,
): InternalRequest {
  if (reason === undefined) return make(null)
  const sealed = sealText(reason)
  return { ...make(sealed.ref), texts: [sealed] }
}

/** A moment, or the start of a day in the zone of the one whose money it is; null when it is none. */
function momentOf(text: string, zone: string): Instant | null {
  if (text.length !== 10) return instantFromText(text.replace(/T(\d{2}:\d{2})(?=Z|[+-])/, 'T$1:00')) ?? null
  const day = dayFromText(text)
  return day === undefined ? null : startOfDay(day, zone)
}
