import type { Draft } from '../asked/draft.ts'
import { giveNames, type Names } from '../asked/draft.ts'
import { type EventType, events } from '../events/effects.ts'
import { applied, effectsOf } from '../state/apply.ts'
import type { Customer } from '../state/customer.ts'
import { own, settled } from '../state/own.ts'
import { type Instant, later } from '../time.ts'

/**
 * The customer as drafts will leave him, as far as base figures go, at a moment: so that a decision can look at what
 * follows from it. Booking does it again, with records. The state handed in stays as it was.
 */
export function preview(customer: Customer, drafts: readonly Draft[], now: Instant): Customer {
  let state = { ...own(customer), now }
  let seq = customer.seq
  for (const { type, facts, effectiveAt } of giveNames(drafts, unnamed)) {
    seq += 1
    if (!isEvent(type)) continue
    const event = { type, facts, effectiveAt }
    state = applied(state, { ...event, seq }, effectsOf(state, event))
  }
  const maxEffectiveAt = drafts.reduce((latest, one) => later(latest, one.effectiveAt), customer.maxEffectiveAt)
  return settled({ ...state, seq, maxEffectiveAt })
}

/** What names are given does not matter to what follows. */
const unnamed: Names = { xdrId: () => 0n, id: () => '' }

const isEvent = (type: Draft['type']): type is EventType => Object.hasOwn(events, type)
