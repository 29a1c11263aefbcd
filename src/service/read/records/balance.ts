import { eventNo } from '../../../engine/bytes/numbers.ts'
import { type EffectRule, type EventType, events } from '../../../engine/events/effects.ts'
import type { EventRecord } from '../../../engine/events/record.ts'
import { formulas } from '../../../engine/figures/formulas.ts'

const signs: ReadonlyMap<string, bigint> = new Map(
  formulas['customer.balance'].terms.map(([sign, figure]) => [figure, sign === '+' ? 1n : -1n]),
)

/** What an event moved the customer's balance by; 0 for one that only allocates, notes or evaluates. */
export const balanceMoved = (event: EventRecord): bigint =>
  event.effects.reduce(
    (sum, { figure, before, after }) => sum + (signs.get(figure) ?? 0n) * (after - (before ?? 0n)),
    0n,
  )

/** How the `amount` of each type of event goes into the balance: 1, -1, or not at all. */
function signOf(type: EventType): number {
  const rules: readonly EffectRule[] = events[type].effects
  const moving = rules.filter((rule) => rule.slot === 'amount' && rule.how !== '=')
  return moving.reduce((sum, rule) => sum + Number(signs.get(rule.figure) ?? 0n) * (rule.how === '+' ? 1 : -1), 0)
}

const numbersWith = (sign: number): number[] =>
  Object.keys(events)
    .filter((type): type is EventType => signOf(type as EventType) === sign)
    .map((type) => eventNo.of(type))

/** Numbers of the event types whose amount raises what the customer owes, and of those whose amount lowers it. */
export const raisingTypes: readonly number[] = numbersWith(1)
export const loweringTypes: readonly number[] = numbersWith(-1)
