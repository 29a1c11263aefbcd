import type { CommandBody, CommandName } from '../../../contract/operations.ts'
import type { Command } from '../../../engine/asked/command.ts'
import type { Customer } from '../../../engine/state/customer.ts'
import type { Instant } from '../../../engine/time.ts'
import type { DirectoryKind } from '../../../store/heads/directory.ts'
import type { Wanted } from '../../../store/subjects/wanted.ts'
import type { Form } from '../form.ts'

/** What a command needs beside its body: whose it is, and when it counts. */
export type Setting = { readonly customerId: string; readonly effectiveAt: Instant }

/** Makes the engine's command of a body: reads amounts, days and texts, fills in what was left out. */
export type Make<N extends CommandName> = (body: CommandBody<N>, form: Form, setting: Setting) => Command

/** An id over all customers that a caller would give to something new; undefined: he leaves it to the ledger. */
export type IdTaken = { readonly kind: DirectoryKind; readonly id: string | undefined }

/** A line that a caller brings, perhaps with the xDR id of its own. */
export type LineBrought = { readonly xdr_id?: string | undefined }

/** An operation that callers ask for: all that differs between it and the others on its way to a decision. */
export type OperationRow<N extends CommandName> = {
  readonly command: Make<N>
  /** what is loaded of the customer beside his open subjects; left out: nothing */
  readonly loads?: (body: CommandBody<N>) => Partial<Wanted>
  /** the id that is looked up over all customers, and refused where somebody has it */
  readonly takes?: (body: CommandBody<N>) => IdTaken
  /** the clock that it names, which is looked up */
  readonly clock?: (body: CommandBody<N>) => string | undefined
  /** the text that it erases, which is looked up */
  readonly erases?: (body: CommandBody<N>) => string
  /** its lines, where each is booked with an xDR id of its own */
  readonly lines?: (body: CommandBody<N>) => readonly LineBrought[]
  /** when it counts; left out: when it is dated, else now */
  readonly countsAt?: (body: CommandBody<N>, form: Form) => Instant
  /** is it not done without saying why? left out: it is */
  readonly asksWhy?: (body: CommandBody<N>, customer: Customer) => boolean
}

export type Rows = { readonly [N in CommandName]: OperationRow<N> }

/** Of an operation that is never done without saying why. */
export const always = (): boolean => true

/** One thing, or none. */
export const listed = <T>(one: T | undefined): T[] => (one === undefined ? [] : [one])
