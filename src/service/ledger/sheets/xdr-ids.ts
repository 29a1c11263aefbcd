import { addTo } from '../../../engine/many.ts'
import { takeXdrIds } from '../../../store/heads/sequences.ts'
import { NumbersStandStill } from '../../../store/session/faults.ts'
import type { Store } from '../../../store/session/store.ts'
import type { XdrStock } from '../../sheet/sheet.ts'

const BLOCK = 1000

/** A block lasts for some transactions like the one that begins it: each is a commit of its own, and is waited for. */
const TRANSACTIONS = 4

/** What of a block is left over for transactions that are under way: fewer, and the next block is begun. */
const LEFT = 100

/** xDR ids that this process may hand out. */
type Block = { next: bigint; end: bigint; refill: Promise<void> | null }

const blocks = new WeakMap<Store['pool'], Block>()

/**
 * A stock of xDR ids, increasing; how many an operation takes of it shows when it is decided. They come from the counter
 * in blocks, and what a process does not use is a gap. After a restore it is empty, and whoever wants one is refused.
 */
export async function stockXdrIds(store: Store, count: number): Promise<XdrStock> {
  const block = blockOf(store)
  const more: XdrStock['more'] = (most) => take(block, most)
  const first: bigint[] = []
  while (first.length < count || leftIn(block) < LEFT) {
    addTo(first, take(block, count - first.length))
    if (leftIn(block) >= LEFT) continue
    const isStill = await refill(store, block, Math.max(BLOCK, count * TRANSACTIONS)).then(() => false, standsStill)
    if (isStill) return { first, more }
  }
  return { first, more }
}

function blockOf(store: Store): Block {
  const known = blocks.get(store.pool)
  if (known !== undefined) return known
  const block: Block = { next: 0n, end: 0n, refill: null }
  blocks.set(store.pool, block)
  return block
}

function standsStill(error: unknown): boolean {
  if (error instanceof NumbersStandStill) return true
  throw error
}

const leftIn = ({ next, end }: Block): number => Number(end - next)

function take(block: Block, most: number): bigint[] {
  const ids = Array.from({ length: Math.min(most, leftIn(block)) }, (_, at) => block.next + BigInt(at))
  block.next += BigInt(ids.length)
  return ids
}

/** One refill at a time; whoever waits takes from it when it is there. */
async function refill(store: Store, block: Block, size: number): Promise<void> {
  block.refill ??= takeXdrIds(store, size)
    .then((first) => {
      block.next = first
      block.end = first + BigInt(size)
    })
    .finally(() => {
      block.refill = null
    })
  await block.refill
}
