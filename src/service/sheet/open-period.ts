import type { Day, Instant } from '../../engine/time.ts'
import { dayAt, startOfDay } from '../asked/days.ts'
import type { Request } from '../asked/request.ts'
import type { Sheet } from './sheet.ts'

type Dated = { readonly effectiveAt: Instant; readonly zone: string; readonly now: Instant }

/**
 * When an operation counts: as it is dated, but where the books are closed by then and the caller says `late: "next"`, at
 * the first moment at which they are open, and then with the day that it is about. Where the customer's clock has not come
 * to that moment, it stays dated as it was, and is refused.
 */
export function inOpenPeriod(
  { closedUntil }: Sheet,
  request: Request,
  { effectiveAt, zone, now }: Dated,
): { readonly effectiveAt: Instant; readonly aboutOn?: Day } {
  if (closedUntil === null || !isLate(request)) return { effectiveAt }
  const day = dayAt(effectiveAt, zone)
  const opens = startOfDay(closedUntil + 1, zone)
  return day > closedUntil || opens > now ? { effectiveAt } : { effectiveAt: opens, aboutOn: day }
}

function isLate(request: Request): boolean {
  if (request.op === 'internal') return request.late === 'next'
  return 'late' in request.body && request.body.late === 'next'
}
