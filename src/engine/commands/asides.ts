import type { TextRef } from '../events/slots.ts'
import type { Draft } from './command.ts'

/** What every command can say beside its own: why it is given, and which earlier record of the customer it corrects. */
export type Asides = {
  readonly reason?: TextRef | null
  readonly corrects?: number
}

/** The main event says why, and names what it corrects as a cause. */
export function withAsides({ reason, corrects }: Asides, drafts: readonly Draft[]): readonly Draft[] {
  if (reason == null && corrects === undefined) return drafts
  return drafts.map((one) => {
    if (one.isMain !== true) return one
    const why = reason == null || one.facts.reason !== undefined ? {} : { reason }
    const edge = corrects === undefined ? [] : [{ role: 'corrects', seq: corrects } as const]
    return { ...one, facts: { ...one.facts, ...why }, causes: [...one.causes, ...edge] }
  })
}
