import type { Code, TextRef } from '../events/slots.ts'
import { baseFigures, isBaseFigure, type Ref, type Unit } from '../figures/base.ts'
import { formulas, isFormula } from '../figures/formulas.ts'
import { type Status, statuses } from '../figures/statuses.ts'
import { sentenceAmount } from '../money/amount.ts'
import type { LedgerRecord } from '../record.ts'
import { shortDay } from '../time.ts'

/**
 * What a sentence needs beside its record: the digits of the currency, the names of subjects, other records of the
 * customer by seq (parents, and those that follow in the same chain), the bodies of texts, the operation's reference.
 */
export type Telling = {
  readonly digits: number
  readonly nameOf: (ref: Ref) => string
  readonly recordAt: (seq: number) => LedgerRecord | undefined
  /** null: erased. */
  readonly textOf: (textId: string) => string | null
  readonly reference: string | null
}

/** An amount as sentences write it, with a true minus. */
export const money = (amount: bigint, { digits }: Pick<Telling, 'digits'>): string => sentenceAmount(amount, digits)

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

/** The words of a figure inside an equation or a condition: "outstanding", "paid", "due". */
export function termWords(figure: string): string {
  if (isBaseFigure(figure)) return baseFigures[figure].label
  if (!isFormula(figure)) throw new Error(`There is no figure ${figure}`)
  return formulas[figure].label.replace(/^(Invoice|Payment|Credit) /, '').toLowerCase()
}

/** A value by its unit as sentences write it. */
export function valueWords(value: bigint | null, unit: Unit, telling: Pick<Telling, 'digits'>): string {
  if (value === null) return 'none'
  switch (unit) {
    case 'amount':
      return money(value, telling)
    case 'day':
      return shortDay(Number(value))
    case 'status':
      return statusWords(statusOfNo(value))
    case 'count':
    case 'days':
      return String(value)
  }
}

/** The words of a code in a sentence: rules of allocation, reasons, templates. */
export const codeWords: Readonly<Record<Code, string>> = {
  postpaid: 'postpaid',
  prepaid: 'prepaid',
  oldest_first: 'oldest first',
  chosen: 'as chosen',
  by_hand: 'by hand',
  automatic: 'applied automatically, oldest first',
  adjustment_release: 'released by an adjustment, newest first',
  none: 'not now',
  hold: 'only by hand',
  note: 'note',
  dispute: 'dispute',
  overdue_notice: 'Overdue notice',
  clock_withholds: 'the clock of this customer sends no mail',
  history: 'it is about the past, more than 2 days ago',
  no_address: 'the customer has no e-mail address',
  no_mail_server: 'no mail server configured',
  mail_server_refused: 'the mail server refused it',
  mail_server_unreachable: 'the mail server could not be reached',
  no_longer_true: 'it is no longer true',
  address_erased: 'the e-mail address was erased',
  send: 'mail is sent',
  withhold: 'mail is withheld',
  done: 'done',
  failed: 'failed',
  collection: 'Collection run',
  import: 'Import',
  administrator: 'administrator',
}
