import { type EffectRule, events } from '../events/effects.ts'
import type { LedgerRecord } from '../events/record.ts'
import type { SlotName, TextRef } from '../events/slots.ts'
import { baseFigures, isBaseFigure, type Ref, type Unit } from '../figures/base.ts'
import { formulas, isFormula } from '../figures/formulas.ts'
import type { FigureName } from '../figures/names.ts'
import { type Status, statuses } from '../figures/statuses.ts'
import { sentenceAmount } from '../money/amount.ts'
import { instantToText, shortDay } from '../time.ts'
import { unitOf } from '../values/evaluate.ts'

export { codeWords } from './codes.ts'

/**
 * What a sentence needs beside its record: the digits of the currency, the names of subjects, other records of the
 * customer by seq (parents, and those that follow in the same chain), the bodies of texts, the operation's reference.
 */
export type Telling = {
  readonly digits: number
  readonly nameOf: (ref: Ref) => string
  /** as what people name a subject: its kind, or credit_note. */
  readonly calledOf: (ref: Ref) => string
  readonly recordAt: (seq: number) => LedgerRecord | undefined
  /** null: erased. */
  readonly textOf: (textId: string) => string | null
  readonly reference: string | null
  /** the rules by which the record was booked; the newest where left out */
  readonly rules?: number
}

/** An amount as sentences write it, with a true minus. */
export const money = (amount: bigint, { digits }: Pick<Telling, 'digits'>): string => sentenceAmount(amount, digits)

/** A subject as sentences name it: "invoice 2026-09-001", "credit note CN-1". */
export const subjectWords = (ref: Ref, telling: Pick<Telling, 'nameOf' | 'calledOf'>): string =>
  ref.kind === 'customer' ? 'customer' : `${telling.calledOf(ref).replaceAll('_', ' ')} ${telling.nameOf(ref)}`

export const body = (text: TextRef | undefined, telling: Telling): string =>
  text === undefined ? '' : (telling.textOf(text.textId) ?? '[erased]')

/** A status code as people read it: partially_paid → Partially paid. */
export const statusWords = (status: Status): string => capital(status.replaceAll('_', ' '))

const statusByNo = new Map(Object.entries(statuses).map(([name, no]) => [BigInt(no), name as Status]))
export const statusOfNo = (no: bigint): Status => {
  const status = statusByNo.get(no)
  if (status === undefined) throw new Error(`There is no status ${no}`)
  return status
}

export const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

/** The words of a figure at the beginning of a sentence: "Unallocated payments", "Invoice adjusted". */
export function figureWords(figure: string): string {
  if (isFormula(figure)) return formulas[figure].label
  if (!isBaseFigure(figure)) throw new Error(`There is no figure ${figure}`)
  const { scope, label } = baseFigures[figure]
  return scope === 'customer' ? capital(label) : `${capital(scope)} ${label}`
}

/** The words of a status whose subject is named before it: "Status", "Collection status"; a customer's is his own. */
const statusLabel = (figure: string): string =>
  figureWords(figure).replace(/^(Payment|Credit|Dispute) status$/, 'Status')

/** A status as a sentence begins with it: `Invoice 2026-09-001: Status`, `Customer status`. */
export const statusOfSubject = (figure: string, ref: Ref, telling: Pick<Telling, 'nameOf' | 'calledOf'>): string =>
  ref.kind === 'customer' ? figureWords(figure) : `${capital(subjectWords(ref, telling))}: ${statusLabel(figure)}`

/** The words of a figure inside an equation or a condition: "outstanding", "paid", "due". */
export function termWords(figure: string): string {
  if (isBaseFigure(figure)) return baseFigures[figure].label
  if (!isFormula(figure)) throw new Error(`There is no figure ${figure}`)
  return formulas[figure].label.replace(/^(Invoice|Payment|Credit(?! limit)|Dispute) /, '').toLowerCase()
}

/** A value by its unit as sentences write it. */
export function valueWords(value: bigint | null, unit: Unit, telling: Pick<Telling, 'digits'>): string {
  if (value === null) return 'none'
  switch (unit) {
    case 'amount':
      return money(value, telling)
    case 'day':
      return shortDay(Number(value))
    case 'instant':
      return instantToText(value)
    case 'status':
      return statusWords(statusOfNo(value))
    case 'count':
    case 'days':
      return String(value)
  }
}

const allEffects: readonly EffectRule[] = Object.values(events).flatMap((row): readonly EffectRule[] => row.effects)

const clearing: readonly SlotName[] = ['cleared', 'sparedOn', 'limitation', 'suspension', 'termination']

/** The days that an event can take back again. */
const clearable: ReadonlySet<FigureName> = new Set(
  allEffects.filter(({ slot }) => clearing.includes(slot)).map(({ figure }) => figure),
)

/** A figure's value as sentences write it; day 0 of one that can be taken back is none. */
export const figureValueWords = (figure: FigureName, value: bigint | null, telling: Pick<Telling, 'digits'>): string =>
  valueWords(value === 0n && clearable.has(figure) ? null : value, unitOf(figure), telling)

/** An operation's name in a sentence: receive_payment is "receive payment". */
export const plainOp = (op: string): string => op.replaceAll('_', ' ')
