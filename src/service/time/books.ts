import type { Refusal, RefusalCode } from '../../engine/asked/refusals.ts'
import { dayFromText, dayInUtc } from '../../engine/time.ts'
import { type Closing, insertClosing, lastClosing } from '../../store/beside/closing.ts'
import { inTransaction, type Store } from '../../store/session/store.ts'
import type { Caller } from '../asked/request.ts'
import { isAskedAgain } from '../asked/request-hash.ts'
import { sealText } from '../asked/sealed-text.ts'
import { wallNow } from '../asked/wall-clock.ts'
import { bookOnce, doing, keyUseOf } from '../ledger/doings.ts'
import { pinning } from '../ledger/pins.ts'
import { askedOf } from '../sheet/operate/operate.ts'

/** What is asked: the last day that is closed (null: none is), and why. */
export type ClosingWish = { readonly closed_until: string | null; readonly reason?: string | undefined }

export type ClosingOutcome =
  | { readonly status: 'done'; readonly replay: boolean }
  | { readonly status: 'refused'; readonly refusal: Refusal }
  | { readonly status: 'key_reused' }

/** When the day has ended in every zone of the world. */
const BEHIND_UTC = 12n * 3600n * 1_000_000n

/**
 * Closes the books up to a day, with it, on record in the operator's own log; a day earlier than before opens them again.
 * Refused: a day that has not ended everywhere, without a reason.
 */
export async function closeBooks(
  store: Store,
  wish: ClosingWish,
  { caller, key }: { readonly caller: Caller; readonly key: string | null },
): Promise<ClosingOutcome> {
  const { closed_until: until, reason } = wish
  const day = until === null ? null : dayFromText(until)
  if (day === undefined) return refused('date_invalid', { date: until })
  if (reason === undefined) return refused('reason_required')
  if (day !== null && day >= dayInUtc(wallNow() - BEHIND_UTC))
    return refused('closing_not_over', { closed_until: until })
  const sealed = sealText(reason)
  const facts = { ...(day === null ? {} : { closedUntil: day }), reason: sealed.ref }
  const asked = { close_books: until, reason }
  const request = { ...doing('books_closed', facts, caller), key, asked, texts: [sealed] }
  let closing = ''
  const isBooked = await bookOnce(
    store,
    request,
    async (session) => {
      const no = ((await lastClosing(session))?.no ?? 0) + 1
      await insertClosing(session, { no, closedUntil: day, recordedAt: wallNow() })
      closing = String(no)
      return true
    },
    (session) => pinning(session, ['closing', closing], caller),
  )
  if (isBooked || key === null) return { status: 'done', replay: false }
  const use = await inTransaction(store, (session) => keyUseOf(session, caller, key), 'repeatable read')
  const isAgain = use !== undefined && isAskedAgain(use, askedOf(request, request.customerId))
  return isAgain ? { status: 'done', replay: true } : { status: 'key_reused' }
}

const refused = (code: RefusalCode, facts: Refusal['facts'] = {}): ClosingOutcome => ({
  status: 'refused',
  refusal: { code, facts },
})

/** Until when the books are closed. */
export const booksNow = (store: Pick<Store, 'query'>): Promise<Closing | undefined> => lastClosing(store)
