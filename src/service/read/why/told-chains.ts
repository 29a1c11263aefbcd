import type { ChainItem, Place } from './explain-chain.ts'
import type { Only } from './explain-links.ts'
import type { ToldRecord } from './told-page.ts'

/** The newest records behind a figure as an explanation tells them. */
export type ToldChain = {
  readonly items: readonly ChainItem[]
  /** the same, with what says whether a record belongs to a chain */
  readonly records: readonly ToldRecord[]
  readonly count: { readonly count: number; readonly at_least: boolean }
  /** the place before which the earlier ones are */
  readonly earlier: Place | null
  readonly only: Only
}

/** What the records of a customer and those of the operator end with, and the last one of the customer. */
export type Ends = { readonly hash: Uint8Array; readonly operatorHash: Uint8Array; readonly seq: number }

/** A chain as it was told when the records ended so. */
export type Then = { readonly ends: Ends; readonly told: ToldChain }

/** Chains that were told before, by customer and by what is explained; `size`: how many records and chains there are. */
export type ToldChains = {
  readonly find: (customerId: string, name: string) => Then | undefined
  readonly keep: (customerId: string, name: string, then: Then) => void
  readonly size: () => number
}

/** Most records that a thread keeps told, each chain counting as one more: some ten megabytes. */
const MOST = 3000

/** Room for chains that were told: which was asked about longest ago goes first. */
export function openTold(most: number = MOST): ToldChains {
  const all = new Map<string, Then>()
  let size = 0
  const forget = (key: string): void => {
    const then = all.get(key)
    if (then !== undefined) size -= sizeOf(then)
    all.delete(key)
  }
  return {
    find: (customerId, name) => {
      const key = `${name} ${customerId}`
      const then = all.get(key)
      if (then === undefined) return undefined
      all.delete(key)
      all.set(key, then)
      return then
    },
    keep: (customerId, name, then) => {
      const key = `${name} ${customerId}`
      forget(key)
      if (sizeOf(then) > most) return
      all.set(key, then)
      size += sizeOf(then)
      for (const oldest of all.keys()) {
        if (size <= most) return
        forget(oldest)
      }
    },
    size: () => size,
  }
}

const sizeOf = ({ told }: Then): number => told.items.length + 1
