import { z } from 'zod'
import { at, day as lastDay } from './answers/parts.ts'
import { day, text } from './values.ts'

/** Until when the books are closed: the last day of it; null: they are open. */
export const closing = z.strictObject({
  closed_until: day.nullable().meta({ description: 'the last day that is closed; null: none is' }),
  reason: text.optional().meta({ description: 'why; without one it is refused' }),
})

export const booksAnswer = z.object({
  closed_until: lastDay.nullable(),
  recorded_at: at.nullable().meta({ description: 'when that was said' }),
})
