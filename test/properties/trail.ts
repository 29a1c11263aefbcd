import { baseFigures, type Ref, refKey } from '../../src/engine/figures/base.ts'
import type { StoredFigureName } from '../../src/engine/figures/names.ts'
import { statuses } from '../../src/engine/figures/statuses.ts'
import type {
  ChangeRecord,
  Effect,
  EventRecord,
  LedgerRecord,
  MessageRecord,
  Operand,
} from '../../src/engine/record.ts'
import { type Books, owed, post } from './auditor.ts'

/** The last value that the records gave each figure of each subject, and the record that gave it. */
export type Trail = Map<string, { readonly value: bigint; readonly seq: number }>

const keyOf = (figure: string, subject: Ref): string => `${figure} of ${refKey(subject)}`

/** Follows every figure from record to record: what it was before is what it had last become, and the sums are right. */
export function trace(trail: Trail, books: Books, records: readonly LedgerRecord[]): void {
  for (const record of records) {
    if (record.kind === 'event') traceEvent(trail, books, record)
    if (record.kind === 'change') traceChange(trail, books, record)
  }
  for (const record of records) {
    if (record.kind === 'change' && record.figure === 'invoice.status') checkNotices(books, records, record)
  }
}

function traceEvent(trail: Trail, books: Books, record: EventRecord): void {
  post(books, record)
  for (const effect of record.effects) follow(trail, effect, record.seq, isSum(effect) ? 0n : null)
  const balance = books.charged + books.adjusted - books.paid
  if (record.balanceAfter !== balance) throw new Error(`record ${record.seq}: the balance after it is ${balance}`)
}

function traceChange(trail: Trail, books: Books, record: ChangeRecord): void {
  if (record.before === record.after) throw new Error(`record ${record.seq}: ${record.figure} did not change`)
  checkOperands(trail, record)
  if (record.type === 'amount_changed') checkAmount(books, record)
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
function checkOperands(trail: Trail, record: ChangeRecord): void {
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
  if (record.type === 'status_changed') return
  const sum = record.operands.reduce((all, one) => all + signOf(one.figure) * one.value, 0n)
  if (sum !== record.after) throw new Error(`record ${record.seq}: its operands give ${sum}, not ${record.after}`)
}

const isMover = (record: ChangeRecord, operand: Operand): boolean =>
  record.subject.kind === 'customer' && operand.subject.kind !== 'customer'

const lowering = ['invoice.credited', 'invoice.paid', 'invoice.written_off', 'invoice.voided']
const signOf = (figure: string): bigint => (lowering.includes(figure) ? -1n : 1n)

function checkAmount(books: Books, { seq, figure, subject, after }: ChangeRecord): void {
  const right = amountIn(books, figure, subject)
  if (after !== right) throw new Error(`record ${seq}: ${keyOf(figure, subject)} is ${right}, not ${after}`)
}

function amountIn(books: Books, figure: StoredFigureName, subject: Ref): bigint {
  const bill = books.bills.get(subject.no)
  if (figure === 'invoice.outstanding') return bill === undefined ? 0n : owed(bill)
  let sum = 0n
  if (figure === 'customer.outstanding') for (const one of books.bills.values()) sum += owed(one)
  if (figure === 'customer.unallocated_payments')
    for (const one of books.payments.values()) sum += one.amount - one.used
  if (figure === 'customer.unallocated_credits') for (const one of books.credits.values()) sum += one.amount - one.used
  return sum
}

/** Each change to overdue has one notice that states what is owed; what was overdue is never merely unpaid again. */
function checkNotices(books: Books, records: readonly LedgerRecord[], change: ChangeRecord): void {
  const { seq, before, after, subject } = change
  const notices = records.filter((one): one is MessageRecord => one.kind === 'message' && one.parentSeq === seq)
  const isOverdue = after === BigInt(statuses.overdue)
  if (notices.length !== (isOverdue ? 1 : 0)) throw new Error(`record ${seq} led to ${notices.length} notices`)
  const bill = books.bills.get(subject.no)
  for (const { facts } of notices) {
    if (bill === undefined || facts.stated !== owed(bill))
      throw new Error(`after record ${seq} ${facts.stated} is stated`)
  }
  const isBack = after === BigInt(statuses.unpaid) || after === BigInt(statuses.partially_paid)
  if (isBack && before === BigInt(statuses.overdue))
    throw new Error(`record ${seq}: an overdue invoice is not overdue any more, though nothing settled it`)
}
