import type {
  ChangeRecord,
  Effect,
  EventRecord,
  LedgerRecord,
  MessageRecord,
  Operand,
} from '../../src/engine/events/record.ts'
import { baseFigures, type Ref, refKey } from '../../src/engine/figures/base.ts'
import type { StoredFigureName } from '../../src/engine/figures/names.ts'
import { statuses } from '../../src/engine/figures/statuses.ts'
import type { Instant } from '../../src/engine/time.ts'
import { type Books, balanceOf, left, owed, post, promisedBy, sumOf } from './auditor.ts'
import { countOf } from './auditor-collection.ts'
import { dueDay } from './collector.ts'
import { checkDue, checkLetters, type Dawn, dawnOf } from './dues.ts'

/** The last value that the records gave each figure of each subject, and the record that gave it. */
export type Trail = Map<string, { readonly value: bigint; readonly seq: number }>

const keyOf = (figure: string, subject: Ref): string => `${figure} of ${refKey(subject)}`

/**
 * Follows every figure from record to record: what it was before is what it had last become, and the sums are right.
 * `now`: the moment by which authorisations were judged to have ended.
 */
export function trace(trail: Trail, books: Books, records: readonly LedgerRecord[], now: Instant): void {
  let dawn: Dawn | null = null
  for (const record of records) {
    if (record.type === 'day_evaluated' && record.kind === 'event') dawn = dawnOf(books, record, now)
    if (record.kind === 'event') checkDue(books, dawn, record)
    if (record.kind === 'event') traceEvent(trail, books, record)
    if (record.kind === 'change') traceChange(trail, { books, now, records }, record)
  }
  for (const record of records) {
    if (record.kind === 'change' && record.figure === 'invoice.status') checkNotices(books, records, record)
  }
  checkLetters(books, records)
  onlyOnce(records)
}

function traceEvent(trail: Trail, books: Books, record: EventRecord): void {
  post(books, record)
  for (const effect of record.effects) follow(trail, effect, record.seq, isSum(effect) ? 0n : null)
  const balance = balanceOf(books)
  if (record.balanceAfter !== balance) throw new Error(`record ${record.seq}: the balance after it is ${balance}`)
}

type Page = { readonly books: Books; readonly now: Instant; readonly records: readonly LedgerRecord[] }

function traceChange(trail: Trail, page: Page, record: ChangeRecord): void {
  if (record.before === record.after) throw new Error(`record ${record.seq}: ${record.figure} did not change`)
  checkOperands(trail, page, record)
  if (record.type === 'amount_changed') checkAmount(page, record)
  follow(trail, record, record.seq, record.type === 'amount_changed' ? 0n : null)
}

const isSum = (effect: Effect): boolean => baseFigures[effect.figure].kind === 'sum'

type Move = Pick<ChangeRecord, 'subject' | 'before' | 'after' | 'beforeSeq'> & { readonly figure: string }

function follow(trail: Trail, move: Move, seq: number, atFirst: bigint | null): void {
  const key = keyOf(move.figure, move.subject)
  const last = trail.get(key)
  if (move.before !== (last?.value ?? atFirst) || move.beforeSeq !== (last?.seq ?? 0))
    throw new Error(`record ${seq}: ${key} was ${last?.value} since record ${last?.seq}, not ${move.before}`)
  trail.set(key, { value: move.after, seq })
}

/** Operands are earlier records that say so, and the terms of an amount add up: its residual is 0. */
function checkOperands(trail: Trail, { records }: Page, record: ChangeRecord): void {
  for (const operand of record.operands) {
    if (operand.seq <= 0 || operand.seq >= record.seq)
      throw new Error(`record ${record.seq} has an operand ahead of it`)
    const last = trail.get(keyOf(operand.figure, operand.subject))
    const isOwn = record.type === 'status_changed' || operand.subject.no === record.subject.no
    if (!isOwn || last === undefined || operand.figure === 'customer.today') continue
    if (isMover(record, operand)) continue
    if (last.value !== operand.value || last.seq !== operand.seq)
      throw new Error(`record ${record.seq}: ${operand.figure} is ${last.value} since record ${last.seq}`)
  }
  if (record.type === 'status_changed' || isByTheClock(records, record)) return
  const sum = record.operands.reduce((all, one) => all + signOf(one.figure) * one.value, 0n)
  if (sum !== record.after) throw new Error(`record ${record.seq}: its operands give ${sum}, not ${record.after}`)
}

const isMover = (record: ChangeRecord, operand: Operand): boolean =>
  record.subject.kind === 'customer' && operand.subject.kind !== 'customer'

/** An authorisation that ends has no record of its own; the day that found it ended caused the change. */
const isByTheClock = (records: readonly LedgerRecord[], { figure, parentSeq }: ChangeRecord): boolean =>
  figure === 'customer.pending' && records.some((one) => one.seq === parentSeq && one.type === 'day_evaluated')

const lowering = ['invoice.credited', 'invoice.paid', 'invoice.written_off', 'invoice.voided']
const signOf = (figure: string): bigint => (lowering.includes(figure) ? -1n : 1n)

function checkAmount(page: Page, { seq, figure, subject, after }: ChangeRecord): void {
  const right = amountIn(page, figure, subject)
  if (after !== right) throw new Error(`record ${seq}: ${keyOf(figure, subject)} is ${right}, not ${after}`)
}

function amountIn({ books, now }: Page, figure: StoredFigureName, subject: Ref): bigint {
  const bill = books.bills.get(subject.no)
  switch (figure) {
    case 'invoice.outstanding':
      return bill === undefined ? 0n : owed(bill)
    case 'customer.outstanding':
      return sumOf(books.bills.values(), owed)
    case 'customer.unallocated_payments':
      return sumOf(books.payments.values(), left)
    case 'customer.unallocated_credits':
      return sumOf(books.credits.values(), left)
    case 'customer.pending':
      return sumOf(books.payments.values(), (purse) => promisedBy(purse, now))
    default:
      throw new Error(`${figure} is no amount whose changes are records`)
  }
}

/**
 * A change to overdue has at most one notice of its own, and exactly one where the terms want it and give no grace; it
 * states what is owed. What was overdue is merely unpaid again only where its due date was moved or it is due in parts.
 */
function checkNotices(books: Books, records: readonly LedgerRecord[], change: ChangeRecord): void {
  const { seq, before, after, subject } = change
  const notices = records.filter((one): one is MessageRecord => one.kind === 'message' && one.parentSeq === seq)
  const bill = books.bills.get(subject.no)
  const { messages, grace } = books.terms
  const isOverdue = after === BigInt(statuses.overdue)
  const most = isOverdue && messages.includes('overdue_notice') ? 1 : 0
  const today = change.operands.find(({ figure }) => figure === 'customer.today')?.value ?? 0n
  // what is owed again counts from this day, and its notice comes on the next one
  const count = bill === undefined ? null : countOf(books, bill, dueDay(bill))
  const least = grace === 0 && count !== null && today > count ? most : 0
  if (notices.length < least || notices.length > most) throw new Error(`record ${seq} led to ${notices.length} notices`)
  for (const { facts } of notices) {
    if (bill === undefined || facts.stated !== owed(bill))
      throw new Error(`after record ${seq} ${facts.stated} is stated`)
  }
  const isBack = after === BigInt(statuses.unpaid) || after === BigInt(statuses.partially_paid)
  const mayBeBack = bill?.isPutOff || (bill?.installments.length ?? 0) > 0
  if (isBack && before === BigInt(statuses.overdue) && !mayBeBack)
    throw new Error(`record ${seq}: an overdue invoice is not overdue any more, though nothing settled it`)
}

/** No operation says the same thing about the same subject twice. */
function onlyOnce(records: readonly LedgerRecord[]): void {
  const said = records.flatMap((one) =>
    one.kind === 'message' && one.facts.messageSeq === undefined
      ? [`${one.facts.template} about ${refKey(one.subject)}`]
      : [],
  )
  const twice = said.find((one, at) => said.indexOf(one) !== at)
  if (twice !== undefined) throw new Error(`an operation says ${twice} twice`)
}
