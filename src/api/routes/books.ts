import { booksAnswer, closing } from '../../contract/books.ts'
import { instantToText, textFromDay } from '../../engine/time.ts'
import { booksNow, closeBooks } from '../../service/time/books.ts'
import type { Store } from '../../store/session/store.ts'
import { type App, answers } from '../app.ts'
import { theCaller } from '../auth.ts'
import { keyOf } from '../keys.ts'
import { ProblemError } from '../problem.ts'

const tags = ['Books']
const response = answers(booksAnswer)

/** Closing of the books: what is dated on or before that day is refused, or counts at the first open moment. */
export const books = (app: App, store: Store): void => {
  app.get(
    '/books',
    { config: { permission: 'settings.read' }, schema: { tags, summary: 'Until when the books are closed', response } },
    () => answer(store),
  )
  app.put(
    '/books',
    {
      config: { permission: 'books.close' },
      schema: { tags, summary: 'Close the books up to a day, or open them again', body: closing, response },
    },
    async (request, reply) => {
      const outcome = await closeBooks(store, request.body, { caller: theCaller(request), key: keyOf(request) })
      if (outcome.status === 'key_reused') throw new ProblemError('idempotency_key_reused')
      if (outcome.status === 'refused') throw new ProblemError(outcome.refusal.code, outcome.refusal.facts)
      if (outcome.replay) reply.header('Idempotent-Replay', 'true')
      return await answer(store)
    },
  )
}

async function answer(store: Store) {
  const last = await booksNow(store)
  const { closedUntil = null, recordedAt = null } = last ?? {}
  return {
    closed_until: closedUntil === null ? null : textFromDay(closedUntil),
    recorded_at: recordedAt === null ? null : instantToText(recordedAt),
  }
}
