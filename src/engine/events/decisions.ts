/**
 * The decision records with their numbers in canonical bytes: a step of collection fell due and was not taken, or money
 * was not allocated as it was wished. What was taken or done is the event, change or message that it made.
 */
export const decisionTypes = {
  late_fee_withheld: 1,
  limitation_withheld: 2,
  suspension_withheld: 3,
  termination_withheld: 4,
  wish_not_met: 5,
  announcement_withheld: 8,
} as const
export type DecisionType = keyof typeof decisionTypes

/** Those that a command decides itself; the others are made by the booking of a day. */
export const draftedDecisions: ReadonlySet<string> = new Set<DecisionType>(['wish_not_met'])
