import type { Store } from '../../store/session/store.ts'
import type { Caller, Outcome } from '../asked/request.ts'
import { sealText } from '../asked/sealed-text.ts'
import { perform } from './perform.ts'

type Wish = { readonly id: string; readonly reason: string | null }

/** Cancels an operation that waits for its day. Refused when it does not wait any more. */
export function cancelScheduled(
  store: Store,
  customerId: string,
  { id, reason }: Wish,
  { caller, key }: { readonly caller: Caller; readonly key: string | null },
): Promise<Outcome> {
  const sealed = reason === null ? null : sealText(reason)
  return perform(store, {
    op: 'internal',
    customerId,
    caller,
    key,
    asked: { cancel: id, reason },
    command: { op: 'end_scheduled', id, outcome: 'cancelled', refusal: null, reason: sealed?.ref ?? null },
    texts: sealed === null ? [] : [sealed],
  })
}
