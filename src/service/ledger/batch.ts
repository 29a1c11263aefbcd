import type { Store } from '../../store/session/store.ts'
import type { Canonical } from '../asked/canonical-json.ts'
import { uuidV7 } from '../asked/ids.ts'
import type { Caller, Request, WireRequest } from '../asked/request.ts'
import { performAsOne, type Whole } from './perform.ts'

/** An operation of a batch as the wire names it, its body read by the contract. */
export type BatchPart = Pick<WireRequest, 'op' | 'body'>

/**
 * Carries out operations about one customer as one, in their order: all of them, or nothing (5-interface 5.1). One key
 * and one correlation stand for all; the refusal is the first part's that is refused, with its index. Empty: refused.
 */
export async function performBatchOf(
  store: Store,
  customerId: string,
  parts: readonly BatchPart[],
  { caller, key }: { readonly caller: Caller; readonly key: string },
): Promise<Whole> {
  const correlationId = `batch:${uuidV7()}`
  const asked = { batch: parts } as unknown as Canonical
  const [first, ...rest] = parts.map(({ op, body }) => {
    const reference = body.reference === undefined ? {} : { reference: body.reference }
    return { op, body, customerId, caller, key: null, correlationId, ...reference } as Request
  })
  if (first === undefined) return { status: 'refused', refusal: { code: 'batch_is_empty', facts: {} }, at: 0 }
  return await performAsOne(store, [{ ...first, key, asked }, ...rest])
}
