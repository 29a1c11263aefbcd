import {
  allRestorations,
  type Counter,
  counters,
  goOn,
  insertRestoration,
  letGo,
  type Restoration,
  type SaidOfCounter,
} from '../../store/beside/restorations.ts'
import { countersKept } from '../../store/heads/sequences.ts'
import { countQueued } from '../../store/queues/deliveries.ts'
import type { Session } from '../../store/session/session.ts'
import type { Store } from '../../store/session/store.ts'
import type { Caller } from '../asked/request.ts'
import { theSystem } from '../ledger/doings.ts'
import { pinned, pinning } from '../ledger/pins.ts'
import { dropQueued } from '../mail/mail.ts'
import { BackupFault } from './fault.ts'
import type { Header } from './header.ts'

/** What stands still since the last restore, and what was said of it. */
export type Standstill = {
  readonly restoration: Restoration
  /** those that stand still, each with the last number that the ledger has given */
  readonly still: readonly { readonly counter: Counter; readonly given: bigint }[]
  readonly queued: number
}

/** What the operator says: per counter the last number that went out, `none` where none did after the backup. */
export type Released = {
  readonly letters?: 'send' | 'drop' | undefined
  readonly numbers: Readonly<Partial<Record<Counter, bigint | 'none'>>>
}

/** Puts on record that the ledger was restored: from then on letters are held, and no number is given. */
export async function standStill(store: Store, extent: Header['extent']): Promise<void> {
  await pinned(store, async (session) => held(session, await insertRestoration(session, extent), theSystem))
}

const held = (session: Session, no: number, caller: Caller) => pinning(session, ['restoration', String(no)], caller)

/** What stands still; null where the ledger was never restored. */
export async function standstillOf(store: Pick<Session, 'query'>): Promise<Standstill | null> {
  const restoration = (await allRestorations(store)).at(-1)
  if (restoration === undefined) return null
  const { sequences, xdrNext } = await countersKept(store)
  const next = (counter: Counter): bigint => (counter === 'xdr' ? xdrNext : sequences.get(counter)) ?? 0n
  const still = counters
    .filter((counter) => next(counter) < 0n)
    .map((counter) => ({ counter, given: -next(counter) - 1n }))
  return { restoration, still, queued: await countQueued(store) }
}

/**
 * Lets go on what the operator names, each on record with the numbers that are lost. Letters are sent, or let go one by
 * one with a record each. Throws BackupFault where something does not stand still, or a number is below those given.
 */
export async function release(store: Store, { letters, numbers }: Released, caller: Caller): Promise<Standstill> {
  const before = await standstillOf(store)
  if (before === null) throw new BackupFault('This ledger was never restored from a backup: nothing stands still.')
  const { no } = before.restoration
  const said = Object.entries(numbers).map(([name, last]) => saidOf(before, name as Counter, last))
  if (letters !== undefined && before.restoration.letters !== 'held')
    throw new BackupFault('Letters are not held any more.')
  // what is let go is out of the queue before anything is sent
  if (letters === 'drop') await dropQueued(store)
  await pinned(store, async (session) => {
    for (const [counter, one] of said) if (!(await goOn(session, no, counter, one))) throw notStill(counter)
    if (letters !== undefined && !(await letGo(session, no, letters === 'send' ? 'sent' : 'dropped')))
      throw new BackupFault('Letters are not held any more.')
    return held(session, no, caller)
  })
  const after = await standstillOf(store)
  return after ?? before
}

const notStill = (counter: Counter): BackupFault =>
  new BackupFault(`Numbers of ${counterWords[counter]} do not stand still: see "whence restore status".`)

/** What people call the numbers of a counter. */
export const counterWords: Readonly<Record<Counter, string>> = {
  invoice: 'invoices',
  credit_note: 'credit notes',
  xdr: 'xDRs',
}

function saidOf({ still }: Standstill, counter: Counter, last: bigint | 'none'): readonly [Counter, SaidOfCounter] {
  const given = still.find((one) => one.counter === counter)?.given
  if (given === undefined) throw notStill(counter)
  if (last !== 'none' && last < given)
    throw new BackupFault(
      `The ledger itself has given number ${given} of ${counterWords[counter]}: the last one that went out is that or a later one.`,
    )
  const out = last === 'none' ? given : last
  return [counter, { last: String(out), lost: out === given ? null : [String(given + 1n), String(out)] }]
}
