import type { Dials } from '../client/queries.ts'
import type { Unit } from './value.tsx'

/** Which figure of whom is asked about, and what it showed when it was asked. */
export type Question = {
  readonly customer: string
  readonly figure: string
  readonly subject: string
  readonly value: string
  readonly unit: Unit
  readonly dials: Dials
}
