import { type Ref, refKey } from '../../../engine/figures/base.ts'
import type { FigureName } from '../../../engine/figures/names.ts'
import { operatorId } from '../../../engine/state/customer.ts'
import { type Head, readHash } from '../../../store/heads/heads.ts'
import type { Session } from '../../../store/session/session.ts'
import type { View } from '../view/view.ts'
import {
  type Behind,
  behind,
  CHAIN_LIMIT,
  type ChainItem,
  type ChainPage,
  chainCount,
  chainItems,
  chainPage,
  type Place,
} from './explain-chain.ts'
import { type Only, onlyIn } from './explain-links.ts'

/** The newest records behind a figure as an explanation tells them. */
export type ToldChain = {
  readonly items: readonly ChainItem[]
  readonly count: { readonly count: number; readonly at_least: boolean }
  /** the place before which the earlier ones are */
  readonly earlier: Place | null
  readonly only: Only
}

/** Chains of a customer, by figure and subject, as they are told while both hash chains end as they do. */
type Own = Ends & { readonly told: Map<string, ToldChain> }

/** What the records of a customer and those of the operator end with. */
type Ends = { readonly hash: Uint8Array; readonly operatorHash: Uint8Array }

/** Chains that were told before; `size`: how many records and chains there are. */
export type ToldChains = {
  readonly find: (customerId: string, ends: Ends, name: string) => ToldChain | undefined
  readonly keep: (customerId: string, ends: Ends, name: string, told: ToldChain) => void
  readonly size: () => number
}

/** Most records that a thread keeps told, each chain counting as one more: some ten megabytes. */
const MOST = 6000

/**
 * Chains that are told again while nothing was recorded: neither of the customer, whose hash says all that his sentences
 * are made of, nor of the operator, whose log says when the name of whoever did something was erased. Who was asked about
 * longest ago goes first.
 */
export function openTold(most: number = MOST): ToldChains {
  const all = new Map<string, Own>()
  let size = 0
  const forget = (customerId: string): void => {
    for (const told of all.get(customerId)?.told.values() ?? []) size -= sizeOf(told)
    all.delete(customerId)
  }
  const ownOf = (customerId: string, ends: Ends): Own | undefined => {
    const own = all.get(customerId)
    if (own === undefined || !isSame(own.hash, ends.hash) || !isSame(own.operatorHash, ends.operatorHash))
      return undefined
    all.delete(customerId)
    all.set(customerId, own)
    return own
  }
  return {
    find: (customerId, ends, name) => ownOf(customerId, ends)?.told.get(name),
    keep: (customerId, ends, name, told) => {
      if (sizeOf(told) > most) return
      let own = ownOf(customerId, ends)
      if (own === undefined) {
        forget(customerId)
        own = { ...ends, told: new Map() }
        all.set(customerId, own)
      }
      size += sizeOf(told) - sizeOf(own.told.get(name))
      own.told.set(name, told)
      for (const oldest of all.keys()) {
        if (size <= most) return
        forget(oldest)
      }
    },
    size: () => size,
  }
}

const sizeOf = (told: ToldChain | undefined): number => (told === undefined ? 0 : told.items.length + 1)

const isSame = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

const here = openTold()

/** What the chain of an explanation is asked by; `head`: the one that the view was made from. */
export type ChainAsked = Pick<Behind, 'figure' | 'ref'> & { readonly view: View; readonly head: Pick<Head, 'hash'> }

/**
 * The chain of a figure as it is told, and its page of records, which is read only where it is asked for. Where all that
 * was recorded is let in, it is told once.
 */
export async function chainTold(
  session: Session,
  { view, head, figure, ref }: ChainAsked,
  chains: ToldChains = here,
): Promise<{ readonly told: ToldChain; readonly page: () => Promise<ChainPage> }> {
  const customerId = view.customer.id
  let read: Promise<{ readonly page: ChainPage; readonly stands: Behind }> | undefined
  const reading = () => (read ??= pageOf(session, view, figure, ref))
  const page = async () => (await reading()).page
  if (!view.isHead) return { told: await tell(session, view, await reading()), page }
  const ends = { hash: head.hash, operatorHash: await readHash(session, operatorId) }
  const name = `${figure} ${refKey(ref)}`
  const kept = chains.find(customerId, ends, name)
  if (kept !== undefined) return { told: kept, page }
  const told = await tell(session, view, await reading())
  chains.keep(customerId, ends, name, told)
  return { told, page }
}

async function pageOf(session: Session, view: View, figure: FigureName, ref: Ref) {
  const stands = await behind(session, view, figure, ref)
  return { stands, page: await chainPage(session, view, stands, { limit: CHAIN_LIMIT }) }
}

async function tell(
  session: Session,
  view: View,
  { stands, page }: { readonly stands: Behind; readonly page: ChainPage },
): Promise<ToldChain> {
  const [items, count] = await Promise.all([
    chainItems(session, page.reads, view),
    chainCount(session, view, stands, page),
  ])
  return { items, count, earlier: page.earlier, only: onlyIn(page.earlier === null ? page.reads : []) }
}
