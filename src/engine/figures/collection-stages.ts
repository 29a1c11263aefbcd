/** The stages of collection, the mildest first. */
export const stages = ['limitation', 'suspension', 'termination'] as const

/** A stage of collection. */
export type Stage = (typeof stages)[number]
