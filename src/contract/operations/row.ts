import type { z } from 'zod'
import type { Permission } from '../permissions.ts'
import type { Place } from './places.ts'

/** An operation on the wire: what it is done with, its body, and where it is asked for. */
export type OperationRow = {
  /** which permission it takes */
  readonly permission: Permission
  readonly on: Place
  /** its members, but for that which names what it is done with */
  readonly body: z.ZodObject
  /** by it a customer comes into being: it is about nobody who is there, and may get him an id */
  readonly opens?: true
} & (Asked | { readonly at?: never })

/** POST <path of the place>/<at>; an operation that has none is asked for by lines alone. */
type Asked = {
  readonly at: string
  readonly summary: string
  /** where it stands in the reference; left out: with its place */
  readonly tag?: string
}
