import type { Instant } from '../../engine/time.ts'
import { findEntries } from '../../store/heads/directory.ts'
import { readHeads } from '../../store/heads/heads.ts'
import { clocksOf } from '../../store/queues/clocks.ts'
import type { Session } from '../../store/session/session.ts'
import { inTransaction, type Store } from '../../store/session/store.ts'
import { startOfDay } from '../asked/days.ts'
import { NUMBER_OF_SEQUENCE } from '../asked/ids.ts'
import { paymentMoment } from './plan.ts'
import type { Line } from './reading/line.ts'
import type { ImportMap, Meaning } from './reading/map.ts'
import type { Blame, ReasonCode } from './reading/rejection.ts'

/** A customer of the file whom the ledger has already: his lines are booked late, on his own clock. */
export type Acquainted = {
  readonly currency: string | null
  readonly timeZone: string
  readonly openedAt: Instant
  readonly now: Instant
}

/** What the ledger has of what a file names: invoice numbers, payment ids, customers. */
export type Ledger = {
  readonly invoices: ReadonlySet<string>
  readonly payments: ReadonlySet<string>
  readonly customers: ReadonlyMap<string, Acquainted>
}

/** Looks up in the ledger what some lines name; `wall` is now by the wall clock. */
export function lookUp(store: Store, lines: readonly Line[], wall: Instant): Promise<Ledger> {
  return inTransaction(
    store,
    async (session) => ({
      invoices: await taken(
        session,
        'invoice',
        lines.map((line) => line.invoice),
      ),
      payments: await taken(
        session,
        'payment',
        lines.flatMap((line) => line.payment?.id ?? []),
      ),
      customers: await acquainted(session, [...new Set(lines.map((line) => line.customerId))], wall),
    }),
    'repeatable read',
  )
}

async function taken(session: Session, kind: 'invoice' | 'payment', ids: readonly string[]): Promise<Set<string>> {
  const entries = await findEntries(
    session,
    ids.map((id) => ({ kind, id })),
  )
  return new Set(entries.map((entry) => entry.id))
}

async function acquainted(session: Session, ids: readonly string[], wall: Instant): Promise<Map<string, Acquainted>> {
  const heads = await readHeads(session, ids)
  const clocks = new Map((await clocksOf(session, ids, [])).map((clock) => [clock.clock, clock.now]))
  return new Map(
    heads.map(({ customer: { id, currency, timeZone, openedAt, clock } }) => {
      const now = clock === null ? wall : (clocks.get(clock) ?? wall)
      return [id, { currency, timeZone, openedAt, now }]
    }),
  )
}

/** What the ledger has against a line: all of it is looked at before the first line is booked. */
export function objectionsTo(line: Line, { invoices, payments, customers }: Ledger, map: ImportMap): Blame[] {
  const customer = customers.get(line.customerId)
  const against = (meaning: Meaning, code: ReasonCode, holds: boolean): Blame[] =>
    holds ? [{ field: map.columns[meaning] ?? meaning, code }] : []
  return [
    ...against('invoice', 'invoice_taken', invoices.has(line.invoice)),
    ...against('invoice', 'invoice_number_reserved', NUMBER_OF_SEQUENCE.test(line.invoice)),
    ...against('invoice', 'payment_taken', line.payment !== null && payments.has(line.payment.id)),
    ...(customer === undefined ? [] : objectionsOf(customer, line, against)),
  ]
}

function objectionsOf(
  { currency, timeZone, now }: Acquainted,
  { currency: own, issuedOn, payment }: Line,
  against: (meaning: Meaning, code: ReasonCode, holds: boolean) => Blame[],
): Blame[] {
  const paidAt = payment === null ? 0n : paymentMoment(payment.paidOn, timeZone)
  return [
    ...against('currency', 'currency_differs', currency !== own),
    ...against('issued_on', 'effective_in_future', startOfDay(issuedOn, timeZone) > now),
    ...against('settled_on', 'effective_in_future', paidAt > now),
  ]
}
