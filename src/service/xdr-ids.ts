import { takeXdrIds } from '../store/sequences.ts'
import type { Store } from '../store/store.ts'

const BLOCK = 1000

/** xDR ids that this process may hand out. */
type Block = { next: bigint; end: bigint; refill: Promise<void> | null }

const blocks = new WeakMap<Store['pool'], Block>()

/** Hands out xDR ids, increasing; they come from the counter in blocks, and what a process does not use is a gap. */
export async function reserveXdrIds(store: Store, count: number): Promise<bigint[]> {
  const ids: bigint[] = []
  const block = blockOf(store)
  while (ids.length < count) {
    if (block.next < block.end) {
      ids.push(block.next)
      block.next += 1n
    } else await refill(store, block)
  }
  return ids
}

function blockOf(store: Store): Block {
  const known = blocks.get(store.pool)
  if (known !== undefined) return known
  const block: Block = { next: 0n, end: 0n, refill: null }
  blocks.set(store.pool, block)
  return block
}

/** One refill at a time; whoever waits takes from it when it is there. */
async function refill(store: Store, block: Block): Promise<void> {
  block.refill ??= takeXdrIds(store, BLOCK)
    .then((first) => {
      block.next = first
      block.end = first + BigInt(BLOCK)
    })
    .finally(() => {
      block.refill = null
    })
  await block.refill
}
