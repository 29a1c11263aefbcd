import type { TextRef } from '../events/slots.ts'
import type { Day } from '../time.ts'
import type { Draft } from './draft.ts'

/** What every command can say beside its own: why it is given, and which earlier record of the customer it corrects. */
export type Asides = {
  readonly reason?: TextRef | null
  readonly corrects?: number
  /** the day that it is about, where it counts later because that day is closed */
  readonly aboutOn?: Day
}

/** The main event says why, and names what it corrects as a cause. */
export function withAsides({ reason, corrects, aboutOn }: Asides, drafts: readonly Draft[]): readonly Draft[] {
  if (reason == null && corrects === undefined && aboutOn === undefined) return drafts
  return drafts.map((one) => {
    if (one.isMain !== true) return one
    const why = reason == null || one.facts.reason !== undefined ? {} : { reason }
    const edge = corrects === undefined ? [] : [{ role: 'corrects', seq: corrects } as const]
    const about = aboutOn === undefined ? {} : { aboutOn }
    return { ...one, facts: { ...one.facts, ...why, ...about }, causes: [...one.causes, ...edge] }
  })
}
