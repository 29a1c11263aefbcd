import type { ChangeRecord, Effect, EventRecord, Operand } from '../events/record.ts'
import { type Ref, refKey, theCustomer } from '../figures/base.ts'
import { formulas } from '../figures/formulas.ts'
import type { FigureName, StoredFigureName } from '../figures/names.ts'
import { isWithinLimit } from '../money/amount.ts'
import { withCellOf } from '../state/apply.ts'
import type { Customer } from '../state/customer.ts'
import { cellsOf, subjectOf } from '../state/subjects.ts'
import { amountOf } from '../values/amounts.ts'
import { evaluate } from '../values/evaluate.ts'
import { nextHeader, type Page, write } from './page.ts'

/** A subject's own amount that feeds a sum over subjects. */
const feeding = { invoice: 'invoice.outstanding', payment: 'payment.unallocated', credit: 'credit.remaining' } as const
const totals = ['customer.outstanding', 'customer.unallocated_payments', 'customer.unallocated_credits'] as const

/**
 * Recomputes the amounts that depend on what an event moved, and writes a record for each stored one that changed: first
 * the subject's own, then the sums over subjects, incrementally: the value before, plus what the mover moved. An event
 * names one subject of a kind, so a sum has one mover.
 */
export function amountChanges(page: Page, before: ReadonlyMap<string, bigint>, event: EventRecord): void {
  if (event.effects.some(isOfOne)) moveTotals(page, before, event)
  pendingChange(page, event)
}

function moveTotals(page: Page, before: ReadonlyMap<string, bigint>, event: EventRecord): void {
  const movers = new Map<FigureName, Operand>()
  for (const { ref, figure } of feeders(event.effects)) {
    const [was, is] = [before.get(refKey(ref)) ?? 0n, fed(page.customer, figure, ref)]
    if (was === is) continue
    const seq = figure === 'invoice.outstanding' ? writeOwn(page, event, figure, ref, is).seq : event.seq
    movers.set(figure, { figure, subject: ref, value: is - was, seq })
  }
  for (const total of totals) {
    const mover = movers.get(formulas[total].of)
    if (mover !== undefined) writeTotal(page, event, total, mover)
  }
}

/** Is an effect one on a subject? Most charges move figures of the customer alone, which feed no sum over subjects. */
const isOfOne = ({ subject }: Effect): boolean => subject.kind !== 'customer'

/**
 * Pending payments end by the clock as well as by events, so their sum is made anew: all of them are loaded. An event
 * that concerns none, and no day, leaves it alone.
 */
export function pendingChange(page: Page, event: EventRecord): void {
  const isAbout = event.type === 'day_evaluated' || event.effects.some((one) => one.figure === 'payment.authorised')
  if (!isAbout) return
  const figure = 'customer.pending'
  const before = page.customer.cells[figure]?.value ?? 0n
  const after = evaluate(page.customer, figure, theCustomer, 0) ?? 0n
  if (after === before) return
  const { payment } = event.facts
  const mover: Operand[] =
    payment === undefined
      ? []
      : [{ figure: 'payment.pending', subject: payment, value: after - before, seq: event.seq }]
  const operands = [...ownOperand(page, figure), ...mover]
  writeChange(page, event, { figure, ref: theCustomer, after, operands, parentSeq: event.seq })
}

/** A figure of the customer as it was, with the record that said so; none where it was never set. */
function ownOperand({ customer }: Page, figure: StoredFigureName): Operand[] {
  const cell = customer.cells[figure]
  return cell === undefined ? [] : [{ figure, subject: theCustomer, value: cell.value, seq: cell.seq }]
}

/** The moved subjects whose own amount feeds a sum over subjects. */
function feeders(
  effects: readonly Effect[],
): { readonly ref: Ref; readonly figure: (typeof feeding)[keyof typeof feeding] }[] {
  const moved = new Map(effects.map((effect) => [refKey(effect.subject), effect.subject]))
  return [...moved.values()].flatMap((ref) =>
    ref.kind === 'invoice' || ref.kind === 'payment' || ref.kind === 'credit'
      ? [{ ref, figure: feeding[ref.kind] }]
      : [],
  )
}

/** What the subjects that effects will move feed into the sums before them, by subject; a subject yet unborn feeds 0. */
export const feedingAmounts = (customer: Customer, effects: readonly Effect[]): ReadonlyMap<string, bigint> =>
  effects.some(isOfOne)
    ? new Map(feeders(effects).map(({ ref, figure }) => [refKey(ref), fed(customer, figure, ref)]))
    : NOTHING
const NOTHING: ReadonlyMap<string, bigint> = new Map()

function fed(customer: Customer, figure: (typeof feeding)[keyof typeof feeding], ref: Ref): bigint {
  const subject = subjectOf(customer, ref)
  return subject === undefined ? 0n : amountOf(customer, figure, subject)
}

function writeOwn(
  page: Page,
  event: EventRecord,
  figure: 'invoice.outstanding',
  ref: Ref,
  after: bigint,
): ChangeRecord {
  const cells = cellsOf(page.customer, ref)
  const operands = formulas[figure].terms.flatMap(([, term]): Operand[] => {
    const cell = cells[term]
    return cell === undefined ? [] : [{ figure: term, subject: ref, value: cell.value, seq: cell.seq }]
  })
  return writeChange(page, event, { figure, ref, after, operands, parentSeq: event.seq })
}

function writeTotal(page: Page, event: EventRecord, figure: (typeof totals)[number], mover: Operand): void {
  const after = (page.customer.cells[figure]?.value ?? 0n) + mover.value
  const operands = [...ownOperand(page, figure), mover]
  writeChange(page, event, { figure, ref: theCustomer, after, operands, parentSeq: mover.seq })
}

type Changed = { figure: StoredFigureName; ref: Ref; after: bigint; operands: readonly Operand[]; parentSeq: number }

function writeChange(
  page: Page,
  event: EventRecord,
  { figure, ref, after, operands, parentSeq }: Changed,
): ChangeRecord {
  const cell = cellsOf(page.customer, ref)[figure]
  const record: ChangeRecord = {
    ...nextHeader(page, { subject: ref, effectiveAt: event.effectiveAt, parentSeq, causes: [] }),
    kind: 'change',
    type: 'amount_changed',
    figure,
    before: cell?.value ?? 0n,
    after,
    beforeSeq: cell?.seq ?? 0,
    // an array that has grown keeps room for more: in very many records, more than they hold
    operands: operands.slice(),
    verdicts: [],
  }
  if (!isWithinLimit(after)) page.withinLimit = false
  setCell(page, ref, figure, after, record.seq)
  write(page, record)
  return record
}

/** Sets a stored figure of the customer or of a loaded subject on the page. */
export function setCell(page: Page, ref: Ref, figure: StoredFigureName, value: bigint, seq: number): void {
  const cell = { value, seq }
  if (ref.kind === 'customer') page.customer = { ...page.customer, cells: { ...page.customer.cells, [figure]: cell } }
  // a figure is moved: what was worked out for the state before holds no more
  else page.customer = { ...withCellOf(page.customer, ref, figure, cell) }
}
