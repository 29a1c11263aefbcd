import type { ChangeRecord, EventRecord, Operand } from '../events/record.ts'
import { isBaseFigure, type Ref, refKey, theCustomer } from '../figures/base.ts'
import type { FigureName } from '../figures/names.ts'
import { statuses } from '../figures/statuses.ts'
import { greatest } from '../many.ts'
import { rulesOf } from '../rules/rules.ts'
import type { Customer, Subject } from '../state/customer.ts'
import { setsDay } from '../state/days-seen.ts'
import { cellsOf, subjectsOf } from '../state/subjects.ts'
import type { Day } from '../time.ts'
import { evaluate, judgementOf, statusOn } from '../values/evaluate.ts'
import { dueDays } from '../values/installments.ts'
import { statusFormula } from '../values/verdict.ts'
import { setCell } from './changes.ts'
import { nextHeader, type Page, write } from './page.ts'

const statusOf = {
  customer: 'customer.status',
  invoice: 'invoice.status',
  payment: 'payment.status',
  credit: 'credit.status',
  dispute: 'dispute.status',
} as const
type StatusFigure = (typeof statusOf)[keyof typeof statusOf]

/**
 * Judges the statuses that this booking may have moved, once, after its last event, and writes those that changed with
 * their verdicts and facts. After an event that can move any status (the day, other terms or rules), every open invoice is judged.
 */
export function statusChanges(page: Page): void {
  if (page.customer.currency === null) return
  const anew = page.records.find(setsDay)
  for (const ref of judged(page)) {
    const kind = ref.kind as keyof typeof statusOf
    writeStatus(page, statusOf[kind], ref, todayOf(page, ref, anew))
  }
}

function judged(page: Page): Ref[] {
  const unique = new Map<string, Ref>()
  for (const record of page.records) {
    if (record.kind !== 'event') continue
    if (record.subject.kind !== 'charge') unique.set(refKey(record.subject), record.subject)
    for (const { subject } of record.effects) unique.set(refKey(subject), subject)
  }
  const { events } = rulesOf(page.customer.rules)
  const isAllMoved = page.records.some(
    (record) => (record.kind === 'event' && events[record.type].judgesAll) || setsDay(record),
  )
  if (isAllMoved) for (const ref of subjectsOfTheDay(page.customer)) unique.set(refKey(ref), ref)
  unique.set(refKey(theCustomer), theCustomer)
  const kinds = ['invoice', 'payment', 'credit', 'dispute', 'customer']
  return [...unique.values()]
    .filter((ref) => kinds.includes(ref.kind))
    .sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || a.no - b.no)
}

/** Whose status a day or new terms can change: invoices that become overdue, authorisations that end. */
const subjectsOfTheDay = (customer: Customer): Ref[] =>
  [
    ...subjectsOf(customer, 'invoice'),
    ...subjectsOf(customer, 'payment').filter((one) => (one.cells['payment.authorised']?.value ?? 0n) > 0n),
  ].map((one) => one.ref)

function writeStatus(page: Page, figure: StatusFigure, ref: Ref, today: Today): void {
  const formula = statusFormula(page.customer.rules, figure)
  const cell = cellsOf(page.customer, ref)[figure]
  const after = BigInt(statuses[statusOn(page.customer, formula, ref, today.day)])
  if (cell?.value === after) return
  const { verdicts, used } = judgementOf(page.customer, formula, ref, today.day)
  const operands = used.flatMap((one) => operandOf(page, one, ref, today))
  const latest = greatest(
    0,
    operands.map((operand) => operand.seq),
  )
  const parentSeq = latest < page.firstSeq ? page.rootSeq : latest
  const effectiveAt = page.records[parentSeq - page.firstSeq]?.effectiveAt ?? page.circumstances.effectiveAt
  const record: ChangeRecord = {
    ...nextHeader(page, { subject: ref, effectiveAt, parentSeq, causes: [] }),
    kind: 'change',
    type: 'status_changed',
    figure,
    before: cell?.value ?? null,
    after,
    beforeSeq: cell?.seq ?? 0,
    // an array that has grown keeps room for more: in very many records, more than they hold
    operands: operands.slice(),
    verdicts: verdicts.slice(),
  }
  setCell(page, ref, figure, after, record.seq)
  write(page, record)
}

type Today = { readonly day: Day; readonly seq: number }

/**
 * The later of the last day evaluated and the operation's own day, with the record that says so (2-domain 2.3, 4). What
 * was found overdue has seen the day after its due date: a backdated operation does not take that back. A change of the
 * zone does: its day is the one that the new zone shows.
 */
function todayOf(page: Page, ref: Ref, anew: EventRecord | undefined): Today {
  if (anew?.facts.shownOn !== undefined) return { day: anew.facts.shownOn, seq: anew.seq }
  const { 'invoice.status': status, 'invoice.due_on': dueOn } = cellsOf(page.customer, ref)
  const [firstDue] = dueDays(page.customer, ref)
  const evaluated = page.customer.cells['customer.today']
  const days: Today[] = [...customerSeen(page, ref), { day: page.circumstances.effectiveOn, seq: page.rootSeq }]
  if (evaluated !== undefined) days.push({ day: Number(evaluated.value), seq: evaluated.seq })
  const isSeen = status?.value === BigInt(statuses.overdue) && (dueOn?.seq ?? 0) < status.seq
  if (isSeen && firstDue !== undefined) days.push({ day: firstDue + 1, seq: status.seq })
  return days.reduce((latest, one) => (one.day >= latest.day ? one : latest))
}

/** His status was judged on later days, when something counts later: a backdated operation does not take that back. */
function customerSeen({ before, circumstances }: Page, ref: Ref): Today[] {
  const cell = before.cells['customer.status']
  return ref.kind !== 'customer' || cell === undefined ? [] : [{ day: circumstances.latestOn, seq: cell.seq }]
}

/** A figure that a condition looked at, with the record that set it; a figure that nothing ever moved is left out. */
function operandOf(page: Page, figure: FigureName, ref: Ref, today: Today): Operand[] {
  if (figure === 'customer.today') return [{ figure, subject: theCustomer, value: BigInt(today.day), seq: today.seq }]
  const subject = figure.startsWith('customer.') ? theCustomer : ref
  const seq = setterOf(page, figure, subject)
  const value = evaluate(page.customer, figure, subject, today.day)
  return seq === 0 || value === null ? [] : [{ figure, subject, value, seq }]
}

/** The record that last moved a figure: its own cell, or the latest of its terms. */
function setterOf(page: Page, figure: FigureName, ref: Ref): number {
  const cell = cellsOf(page.customer, ref)[figure]
  if (cell !== undefined) return cell.seq
  if (isBaseFigure(figure)) return 0
  const formula = rulesOf(page.customer.rules).formulas[figure]
  if (formula.kind === 'sum')
    return greatest(
      0,
      formula.terms.map(([, term]) => setterOf(page, term, ref)),
    )
  if (formula.kind === 'rule')
    return greatest(
      0,
      formula.uses.map((used) => setterOfUsed(page, used, ref)),
    )
  return 0
}

/**
 * Of a figure that a rule looks at: on the subject itself, or of the customer; of his subjects, the last that moved, among
 * those that are open or were moved by this operation: whatever else is loaded must not decide what a record says.
 */
function setterOfUsed(page: Page, figure: FigureName, ref: Ref): number {
  if (figure.startsWith('customer.')) return setterOf(page, figure, theCustomer)
  if (ref.kind !== 'customer') return setterOf(page, figure, ref)
  const kind = figure.slice(0, figure.indexOf('.')) as Ref['kind']
  const setters = subjectsOf(page.customer, kind)
    .filter((one) => isOpen(page, one.ref) || movedLast(one) >= page.firstSeq)
    .map((one) => setterOf(page, figure, one.ref))
  return greatest(0, setters)
}

const isOpen = (page: Page, ref: Ref): boolean =>
  ref.kind !== 'invoice' || (evaluate(page.customer, 'invoice.outstanding', ref, 0) ?? 0n) !== 0n

const movedLast = ({ cells }: Subject): number =>
  greatest(
    0,
    Object.values(cells).map((cell) => cell.seq),
  )
