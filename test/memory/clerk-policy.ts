import type { LedgerRecord } from '../../src/engine/events/record.ts'
import { defaultTerms, type PolicyText } from '../../src/engine/policy/policy.ts'
import { textFromDay } from '../../src/engine/time.ts'
import { startOfDay } from '../../src/service/asked/days.ts'
import { act, type Clerk, customerOf, day, micros, recordsOf } from './clerk.ts'
import { evaluateDue, type Outcome, textOf } from './ledger.ts'

/** Terms that differ from the default ones. */
export type Terms = Partial<Omit<PolicyText, 'collection'>> & {
  readonly collection?: Partial<PolicyText['collection']>
}

/** Puts the customer under other terms, as the next version. */
export function underPolicy(clerk: Clerk, { collection = {}, ...terms }: Terms): Outcome {
  const whole = { ...defaultTerms, ...terms, collection: { ...defaultTerms.collection, ...collection } }
  const version = customerOf(clerk).policy.version + 1
  return act(clerk, { op: 'adopt_policy', version, policy: JSON.stringify(whole) })
}

/** Lets collection wait until a day. */
export const lift = (clerk: Clerk, until: number): Outcome =>
  act(clerk, { op: 'lift_collection', until, reason: textOf(clerk.ledger, 'he pays on Friday') })

/** Opens a dispute on an invoice; without an amount about all of it. */
export const dispute = (clerk: Clerk, invoice: string, claimed: string | null = null): Outcome =>
  act(clerk, {
    op: 'open_dispute',
    disputeId: `D-${invoice}`,
    invoice,
    claimed: claimed === null ? null : micros(claimed),
    agreed: null,
    note: null,
  })

/** The messages and decisions of the customer so far: "2026-09-16 overdue_notice queued", "… withheld in_dispute". */
export const collectionOf = (clerk: Clerk): string[] => recordsOf(clerk).flatMap(lineOf)

function lineOf(record: LedgerRecord): string[] {
  if (record.kind !== 'message' && record.kind !== 'decision') return []
  const { template, day = 0, because } = record.facts
  const what = record.kind === 'decision' ? record.type : `${template} ${record.type.replace('message_', '')}`
  return [`${textFromDay(day)} ${what}${because === undefined ? '' : ` ${because}`}`]
}

/** Lets the clock jump to the start of a day, as when nobody looked: the days between are the past by then. */
export function jump({ ledger, id }: Clerk, to: string): void {
  ledger.now = startOfDay(day(to), ledger.zone)
  evaluateDue(ledger, id)
}
