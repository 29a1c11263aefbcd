import type { DecisionType } from '../events/decisions.ts'
import type { EventType } from '../events/effects.ts'
import type { Stating } from '../events/facts-of.ts'
import type { MessageType } from '../events/messages.ts'
import type { CauseRole } from '../events/record.ts'
import type { Facts } from '../events/slots.ts'
import { type Ref, refKey } from '../figures/base.ts'
import type { Day, Instant } from '../time.ts'

/** A cause as decided: a record by seq, or an earlier draft of the same operation by its index. */
export type DraftCause =
  | { readonly role: CauseRole; readonly seq: number }
  | { readonly role: CauseRole; readonly draft: number }

/** An event (or the outcome of a message, or what was decided not to be done) that is not yet booked. */
export type Draft = {
  readonly type: EventType | MessageType | DecisionType
  readonly subject: Ref
  /** names may still be to be given */
  readonly facts: DraftFacts
  readonly effectiveAt: Instant
  /** index of the draft that led to this one, which may stand behind it; null: the main event did. */
  readonly parent: number | null
  /** what the operation is about: the root of its chain (3-records 3.1); one of the drafts, the first where none says so */
  readonly isMain?: boolean
  /** of the outcome of a message: the record that queued it and the root of its chain, to which this belongs */
  readonly under?: { readonly parentSeq: number; readonly rootSeq: number }
  readonly causes: readonly DraftCause[]
}

/** A draft that has all its names, as it is booked. */
export type NamedDraft = Omit<Draft, 'facts'> & { readonly facts: Facts }

/** What the ledger names where the caller does not: documents by their sequences, the rest by ids that are made. */
export type NamedKind = 'invoice' | 'draft' | 'credit_note' | 'payment' | 'dispute' | 'scheduled'

/** An id that is given after the decision: the next of its kind, or that of the credit of an invoice whose own is. */
export type IdToGive = { readonly next: NamedKind } | { readonly creditOf: Ref }

/** The facts of a draft: as of a record, but an xDR id and an id may still be to be given. */
export type DraftFacts = Omit<Facts, 'xdrId' | 'id'> & {
  readonly xdrId?: bigint | 'next'
  readonly id?: string | IdToGive
}

type Open<F> = { [S in keyof F]: S extends 'xdrId' ? F[S] | 'next' : S extends 'id' ? F[S] | IdToGive : F[S] }

/** The facts that a draft states, by the row of its event; where it may be one of several events, any. */
export type FactsToState<T extends Draft['type']> = Open<Stating<T>>

/** How many xDR ids drafts want, and which kinds of ids, in their order. */
export type NamesWanted = { readonly xdrIds: number; readonly ids: readonly NamedKind[] }

export function namesWanted(drafts: readonly Draft[]): NamesWanted {
  const ids = drafts.flatMap(({ facts: { id } }) => (typeof id === 'object' && 'next' in id ? [id.next] : []))
  return { xdrIds: drafts.filter((one) => one.facts.xdrId === 'next').length, ids }
}

/** The xDR ids that callers supplied: none of these is given to another draft. */
export const suppliedXdrIds = (drafts: readonly Draft[]): bigint[] =>
  drafts.flatMap(({ facts: { xdrId } }) => (typeof xdrId === 'bigint' ? [xdrId] : []))

/** Where names come from, for the draft at an index: each call gives another one. */
export type Names = {
  readonly xdrId: (at: number) => bigint
  readonly id: (kind: NamedKind, at: number) => string
}

/** Gives drafts their names, in their order; what follows from the name of another draft follows. */
export function giveNames(drafts: readonly Draft[], names: Names): NamedDraft[] {
  const given = new Map<string, string>()
  return drafts.map((draft, at): NamedDraft => {
    const { xdrId, id, ...facts } = draft.facts
    const own = typeof id === 'object' ? idOf(id, at, given, names) : id
    if (own !== undefined) given.set(refKey(draft.subject), own)
    return {
      ...draft,
      facts: {
        ...facts,
        ...(xdrId === undefined ? {} : { xdrId: xdrId === 'next' ? names.xdrId(at) : xdrId }),
        ...(own === undefined ? {} : { id: own }),
      },
    }
  })
}

function idOf(id: IdToGive, at: number, given: ReadonlyMap<string, string>, names: Names): string {
  if ('next' in id) return names.id(id.next, at)
  const invoice = given.get(refKey(id.creditOf))
  if (invoice === undefined) throw new Error('Bug: a credit of an invoice that is not named before it')
  return creditOf(invoice)
}

/** The id of the credit that a negative total makes. */
export const creditOf = (invoice: string): string => `CR-${invoice}`

/** Gives drafts the names that booked ones have, each in its place: to compare a decision with what was booked of it. */
export const namedAs = (drafts: readonly Draft[], booked: readonly NamedDraft[]): NamedDraft[] =>
  giveNames(drafts, { xdrId: (at) => booked[at]?.facts.xdrId ?? 0n, id: (_kind, at) => booked[at]?.facts.id ?? '' })

/** Drafts that want no name. */
export const withoutNames = (drafts: readonly Draft[]): NamedDraft[] =>
  giveNames(drafts, { xdrId: unwanted, id: unwanted })

function unwanted(): never {
  throw new Error('Bug: a draft wants a name where none is given')
}

/** The day that an operation sets by a change of the zone; undefined where it changes none. */
export const shownBy = (drafts: readonly Pick<Draft, 'type' | 'facts'>[]): Day | undefined =>
  drafts.find((draft) => draft.type === 'customer_changed')?.facts.shownOn
