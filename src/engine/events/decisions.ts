/**
 * The decision records with their numbers in canonical bytes: a step of collection fell due and was not taken. A step
 * that was taken is the event, change or message that it made.
 */
export const decisionTypes = {
  late_fee_withheld: 1,
  limitation_withheld: 2,
  suspension_withheld: 3,
  termination_withheld: 4,
} as const
export type DecisionType = keyof typeof decisionTypes
