import type { AuditLine } from '../../../contract/answers.ts'
import { refKey } from '../../../engine/figures/base.ts'
import { formulas } from '../../../engine/figures/formulas.ts'
import type { FigureName } from '../../../engine/figures/names.ts'
import type { EventRecord } from '../../../engine/record.ts'
import { readHeads } from '../../../store/heads.ts'
import type { Candidate } from '../../../store/read/candidates.ts'
import { readCustomersWithLate } from '../../../store/read/late.ts'
import { readRecordsByKey } from '../../../store/read/records.ts'
import type { Session } from '../../../store/store.ts'
import { fetchShelf, type Read, readOf } from '../shelf.ts'
import { amountText, digitsOf } from '../wire.ts'
import type { Filters } from './filters.ts'
import { derivedOf, figureLines, type Told, toldOf } from './lines.ts'
import type { Subjects } from './narrow.ts'
import { type Move, walk } from './walk.ts'
import { saysAll } from './words.ts'

/** What a page makes lines with. */
export type Teller = { readonly session: Session; readonly filters: Filters; readonly subjects: Subjects }

/** The lines of each of some candidates that pass the filters, in ascending order of their numbers. */
export async function tell(teller: Teller, candidates: readonly Candidate[]): Promise<AuditLine[][]> {
  const { session, filters, subjects } = teller
  const rows = await readRecordsByKey(session, candidates)
  const byKey = new Map(rows.map((row) => [`${row.seq} ${row.customerId}`, readOf(row)]))
  const reads = candidates.flatMap((one) => byKey.get(`${one.seq} ${one.customerId}`) ?? [])
  const [shelf, moves] = await Promise.all([fetchShelf(session, reads), movesOf(teller, reads)])
  return reads.map((read) => {
    const moved = moves.get(read) ?? []
    const told =
      filters.figures.length > 0
        ? figureLines(read, shelf, filters.figures, moved).filter((one) => passes(one, read, filters, subjects))
        : [withBalance(toldOf(read, shelf), moved, shelf.currencyOf(read.customerId))]
    return told.map((one) => one.line).filter((line) => saysAll(line, filters.words))
  })
}

/** What only a line of a figure can be filtered by: its own delta and subject, and its kind or that of its record. */
function passes(
  { line, delta, ref }: Told,
  { record }: Read,
  filters: Filters,
  { subjects, himself }: Subjects,
): boolean {
  const { amounts, direction, kinds, types } = filters
  const size = delta === null ? null : delta < 0n ? -delta : delta
  const [least, most] = amounts ?? [null, null]
  if (amounts !== null && (size === null || (least !== null && size < least) || (most !== null && size > most)))
    return false
  if (direction !== null && (delta === null || delta > 0n !== (direction === 'increase') || delta === 0n)) return false
  if (kinds.length > 0 && !kinds.includes(line.kind) && !kinds.includes(record.kind)) return false
  if (types.length > 0 && !types.includes(line.type) && !types.includes(record.type)) return false
  if (subjects === null) return true
  return ref.kind === 'customer' ? himself : subjects.some((one) => one.kind === ref.kind && one.no === ref.no)
}

/** The moves of derived figures by event; and of the balance, where late records make its order differ from the records'. */
async function movesOf(
  { session, filters, subjects }: Teller,
  reads: readonly Read[],
): Promise<Map<Read, readonly Move[]>> {
  const found = new Map<Read, readonly Move[]>()
  const figures = derivedOf(filters.figures)
  const byCustomer = Map.groupBy(
    reads.filter((read) => read.record.kind === 'event'),
    (read) => read.customerId,
  )
  const walked =
    filters.figures.length > 0
      ? figures.length > 0
        ? [...byCustomer.keys()]
        : []
      : await withLate(session, filters, [...byCustomer.keys()])
  const heads = await readHeads(session, walked)
  const balance: FigureName[] = ['customer.balance']
  for (const { customer } of heads) {
    if (customer.currency === null) continue
    const own = byCustomer.get(customer.id) ?? []
    const events = own.map((read) => read.record).filter((record): record is EventRecord => record.kind === 'event')
    const of = {
      head: customer,
      clock: filters.clock,
      figures: figures.length > 0 ? figures : balance,
      only: onlyOf(subjects, customer.id),
    }
    const moves = await walk(session, figures.length > 0 ? of : { ...of, only: null }, events)
    for (const read of own) found.set(read, moves.get(read.record.seq) ?? [])
  }
  return found
}

/** Customers for whom the balance after a record differs between the two clocks. */
const withLate = async (session: Session, { clock }: Filters, customerIds: readonly string[]): Promise<string[]> =>
  clock === 'recorded' ? [] : await readCustomersWithLate(session, customerIds)

function onlyOf({ subjects, himself }: Subjects, customerId: string): ReadonlySet<string> | null {
  if (subjects === null) return null
  const own = subjects.filter((one) => one.customerId === customerId).map((one) => refKey(one))
  return new Set(himself ? [...own, refKey({ kind: 'customer', no: 0 })] : own)
}

/** The balance after an event, in order of effect. */
function withBalance(told: Told, moved: readonly Move[], currency: string | null): Told {
  const balance = moved.find((move) => move.figure === 'customer.balance' && formulas[move.figure].scope === 'customer')
  if (balance === undefined) return told
  return { ...told, line: { ...told.line, balance_after: amountText(balance.after, digitsOf({ currency })) } }
}
