import type { EventType } from '../../events/effects.ts'

/** What is so of a command whoever asks for it, beside its decision. */
export type CommandRow = {
  /**
   * the types of its main event, the root that its records hang under; left out: its first event. What is given back comes
   * before that which it is given back for
   */
  readonly about?: readonly EventType[]
  /** it is about the customer himself, whatever its events are about */
  readonly ofCustomer?: true
  /** it takes nothing and gives nothing, so that it needs not know what counts later */
  readonly takesNothing?: true
  /** it bills charges: those that are asked for, or those of a draft; what they come to is asked before it is decided */
  readonly bills?: 'asked' | 'drafted'
  /**
   * dated before the opening, it moves that back by itself: it says what happened, and that is true whenever the customer
   * was entered here. What sets terms, states or disputes is refused before the opening
   */
  readonly movesOpening?: true
  /** it is carried out so far as it can be: what of it is not stands in the command, as `left` */
  readonly inPart?: true
  /** the ledger does it by itself: it moves no money on a day that is over, and goes on where the books are closed */
  readonly bySystem?: true
}
