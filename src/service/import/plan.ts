import type { Day, Instant } from '../../engine/time.ts'
import { startOfDay } from '../asked/days.ts'
import type { Line } from './reading/line.ts'

/** A customer of the file: opened on the day of his first invoice, named as in the first line that names him. */
export type Opening = {
  readonly customerId: string
  readonly name: string
  readonly email: string | null
  readonly currency: string
  readonly openedOn: Day
}

type Moment = { readonly day: Day; readonly at: Instant; readonly line: Line }

/**
 * One operation to come, at its moment. Each line of an invoice and each payment has an xDR id: `xdr` counts those of the
 * import, and is that of the first.
 */
export type Step =
  | (Moment & { readonly kind: 'open'; readonly opening: Opening })
  | (Moment & { readonly kind: 'issue'; readonly xdr: number })
  | (Moment & { readonly kind: 'dispute' })
  | (Moment & { readonly kind: 'pay'; readonly xdr: number; readonly payment: NonNullable<Line['payment']> })

/** What happens on one day of the file, in order. `until` is the moment of the last step. */
export type Part = { readonly no: number; readonly day: Day; readonly until: Instant; readonly steps: readonly Step[] }

const HALF_A_DAY: Instant = 43_200_000_000n

/** A file has days and no times: what settles an invoice counts from twelve hours after its day began. */
export const paymentMoment = (day: Day, zone: string): Instant => startOfDay(day, zone) + HALF_A_DAY

/**
 * What is to be done for the lines of a file, a part a day, in order of days. At the start of a day customers are opened
 * and invoices issued and disputed, in order of the lines; payments follow. `known` are customers who are open already,
 * with their zones.
 */
export function partsOf(lines: readonly Line[], zone: string, known: ReadonlyMap<string, string> = new Map()): Part[] {
  const openings = openingsOf(lines.filter((line) => !known.has(line.customerId)))
  const zoneOf = (line: Line): string => known.get(line.customerId) ?? zone
  const steps = lines.flatMap((line) => stepsOf(line, openings.get(line), zoneOf(line))).sort(inOrder)
  const byDay = Map.groupBy(steps.map(numbered(0)), (step) => step.day)
  const days = [...byDay].sort(([a], [b]) => a - b)
  return days.map(([day, ofDay], no) => ({ no, day, until: ofDay.at(-1)?.at ?? 0n, steps: ofDay }))
}

/** Each customer's opening, by the line that it precedes: his first in order of (day, line). */
function openingsOf(lines: readonly Line[]): ReadonlyMap<Line, Opening> {
  const inOrderOfDays = [...lines].sort((a, b) => a.issuedOn - b.issuedOn || a.row.line - b.row.line)
  const byCustomer = Map.groupBy(inOrderOfDays, (line) => line.customerId)
  return new Map(
    [...byCustomer].flatMap(([customerId, own]) =>
      own.slice(0, 1).map((first) => [
        first,
        {
          customerId,
          name: own.find((line) => line.name !== null)?.name ?? customerId,
          email: own.find((line) => line.email !== null)?.email ?? null,
          currency: first.currency,
          openedOn: first.issuedOn,
        },
      ]),
    ),
  )
}

/** `xdr` is given when the order of all steps is known. */
function stepsOf(line: Line, opening: Opening | undefined, zone: string): Step[] {
  const { issuedOn, payment } = line
  const issue = { day: issuedOn, at: startOfDay(issuedOn, zone), line }
  return [
    ...(opening === undefined ? [] : [{ ...issue, kind: 'open' as const, opening }]),
    { ...issue, kind: 'issue', xdr: 0 },
    ...(line.disputed ? [{ ...issue, kind: 'dispute' as const }] : []),
    ...(payment === null
      ? []
      : [
          {
            kind: 'pay' as const,
            day: payment.paidOn,
            at: paymentMoment(payment.paidOn, zone),
            line,
            xdr: 0,
            payment,
          },
        ]),
  ]
}

/** How many xDR ids a step takes. */
export const xdrsOf = (step: Step): number =>
  step.kind === 'issue' ? step.line.items.length : step.kind === 'pay' ? 1 : 0

const RANK = { open: 0, issue: 1, dispute: 2, pay: 3 } as const

function inOrder(a: Step, b: Step): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1
  return a.line.row.line - b.line.row.line || RANK[a.kind] - RANK[b.kind]
}

function numbered(from: number): (step: Step) => Step {
  let next = from
  return (step) => {
    if (!('xdr' in step)) return step
    const xdr = next
    next += xdrsOf(step)
    return { ...step, xdr }
  }
}
