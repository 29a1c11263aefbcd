import { z } from 'zod'
import { name as nameForm, newId } from '../../../contract/values.ts'
import { isFinerThan, type Micros } from '../../../engine/money/amount.ts'
import { currencyDigits } from '../../../engine/money/currencies.ts'
import type { Day } from '../../../engine/time.ts'
import { datePattern, readAmount, readDay, readFlag } from './cells.ts'
import type { Row } from './csv.ts'
import type { ImportMap, Meaning } from './map.ts'
import type { Blame, ReasonCode, Rejection } from './rejection.ts'

/** A line of a receivables file, understood: an invoice, whether it is disputed, and what settled it. */
export type Line = {
  /** the first of its rows, by which it is named */
  readonly row: Row
  /** what stands on the invoice, a row each */
  readonly items: readonly Item[]
  readonly customerId: string
  readonly name: string | null
  readonly email: string | null
  readonly invoice: string
  readonly issuedOn: Day
  readonly dueOn: Day | null
  readonly amount: Micros
  readonly currency: string
  readonly disputed: boolean
  /** from when the biller before has collected it; null: he has not */
  readonly collectionSince: Day | null
  readonly payment: { readonly id: string; readonly paidOn: Day; readonly amount: Micros } | null
}

/** A row of the file as a line of its invoice. */
export type Item = { readonly row: Row; readonly amount: Micros; readonly description: string | null }

/** The last days that can have happened: on which an invoice can be issued, and one paid. */
export type LastDays = { readonly issued: Day; readonly paid: Day }

/** A row while it is read: its trimmed cells by what they mean, and what is wrong with them so far. */
type Reading = {
  readonly map: ImportMap
  readonly pattern: RegExp
  readonly last: LastDays
  readonly cell: (meaning: Meaning) => string
  readonly blames: Blame[]
}

/** Reads the rows of a file by a map. */
export function lineReader(header: readonly string[], map: ImportMap, last: LastDays): (row: Row) => Line | Rejection {
  const pattern = datePattern(map.date_format)
  if (pattern === undefined) throw new Error('Bug: a map with a date format that is none')
  const places = new Map(Object.entries(map.columns).map(([meaning, name = '']) => [meaning, header.indexOf(name)]))
  return (row) => {
    if (row.cells.length !== header.length)
      return { row, blames: [{ field: '', code: 'cells_differ', detail: `${row.cells.length}, not ${header.length}` }] }
    const cell = (meaning: Meaning): string => row.cells[places.get(meaning) ?? -1]?.trim() ?? ''
    const reading: Reading = { map, pattern, last, cell, blames: [] }
    const line = lineOf(row, reading)
    return reading.blames.length === 0 ? line : { row, blames: reading.blames, invoice: line.invoice }
  }
}

function lineOf(row: Row, reading: Reading): Line {
  const { map, cell } = reading
  const { prefixes } = map
  const currency = currencyOf(reading)
  const invoice = idOf(reading, 'invoice', prefixes.invoice)
  const issuedOn = pastDay(reading, 'issued_on')
  const amount = invoiceAmount(reading, currency)
  return {
    row,
    items: [{ row, amount, description: descriptionOf(reading) }],
    customerId: idOf(reading, 'customer_id', prefixes.customer_id),
    name: nameOf(reading),
    email: emailOf(reading),
    invoice,
    issuedOn,
    dueOn: cell('due_on') === '' ? null : notBefore(reading, 'due_on', issuedOn, 'due_before_issue'),
    amount,
    currency,
    collectionSince:
      cell('collection_since') === ''
        ? null
        : notBefore(reading, 'collection_since', issuedOn, 'collected_before_issue'),
    disputed: map.columns.disputed === undefined ? false : flagOf(reading),
    payment: paymentOf(reading, invoice, issuedOn, currency),
  }
}

function blame({ map, blames }: Reading, meaning: Meaning, code: ReasonCode): void {
  blames.push({ field: map.columns[meaning] ?? meaning, code })
}

/** How many characters a text may have, by what it means; an id with its prefix. */
const MOST = { id: 64, name: 200, description: 1000, email: 254 } as const

/** Blames a cell whose text is too long, with its size, and answers whether it is. */
function isTooLong(reading: Reading, meaning: Meaning, text: string, most: number, prefix = ''): boolean {
  const length = prefix.length + text.length
  if (length > most) {
    const counted = `${length.toLocaleString('en-US')} characters${prefix === '' ? '' : ` with ${prefix} in front`}`
    const detail = `${counted}, and ${most.toLocaleString('en-US')} is the most`
    reading.blames.push({ field: reading.map.columns[meaning] ?? meaning, code: 'too_long', detail })
  }
  return length > most
}

/** Whether an id may stand in the ledger; those with a tilde in front are its own. */
const isId = (text: string): boolean => newId.safeParse(text).success

function idOf(reading: Reading, meaning: 'customer_id' | 'invoice', prefix: string): string {
  const text = reading.cell(meaning)
  const id = prefix + text
  if (text === '') blame(reading, meaning, 'empty')
  else if (isTooLong(reading, meaning, text, MOST.id, prefix)) return id
  else if (!isId(id) || id.startsWith('~')) blame(reading, meaning, 'id_unreadable')
  return id
}

function nameOf(reading: Reading): string | null {
  const text = reading.cell('name')
  if (text === '') return null
  if (!isTooLong(reading, 'name', text, MOST.name) && !nameForm.safeParse(text).success)
    blame(reading, 'name', 'name_unreadable')
  return text
}

function descriptionOf(reading: Reading): string | null {
  const text = reading.cell('description')
  if (!isTooLong(reading, 'description', text, MOST.description) && /\p{Cc}/u.test(text.replace(/[\n\t]/g, '')))
    blame(reading, 'description', 'text_unreadable')
  return text === '' ? null : text
}

const emailForm = z.email()

function emailOf(reading: Reading): string | null {
  const text = reading.cell('email')
  if (text === '' || isTooLong(reading, 'email', text, MOST.email)) return text || null
  if (!emailForm.safeParse(text).success) blame(reading, 'email', 'email_unreadable')
  return text
}

function currencyOf(reading: Reading): string {
  const text = reading.cell('currency').toUpperCase()
  const code = text === '' ? reading.map.currency : text
  if (code === undefined) blame(reading, 'currency', 'empty')
  else if (currencyDigits(code) === undefined) blame(reading, 'currency', 'currency_unknown')
  return code ?? ''
}

function dayOf(reading: Reading, meaning: Meaning): Day {
  const text = reading.cell(meaning)
  const day = readDay(text, reading.pattern, reading.map.locale)
  if (day === undefined) blame(reading, meaning, text === '' ? 'empty' : 'date_unreadable')
  return day ?? Number.NaN
}

function pastDay(reading: Reading, meaning: 'issued_on' | 'settled_on' | 'collection_since'): Day {
  const day = dayOf(reading, meaning)
  if (day > (meaning !== 'settled_on' ? reading.last.issued : reading.last.paid))
    blame(reading, meaning, 'date_in_future')
  return day
}

/** Comparing with a day that could not be read finds nothing: NaN is neither before nor after. */
function notBefore(
  reading: Reading,
  meaning: 'due_on' | 'settled_on' | 'collection_since',
  issuedOn: Day,
  code: ReasonCode,
): Day {
  const day = meaning === 'due_on' ? dayOf(reading, meaning) : pastDay(reading, meaning)
  if (day < issuedOn) blame(reading, meaning, code)
  return day
}

function amountOf(reading: Reading, meaning: 'amount' | 'settled_amount', currency: string): Micros {
  const text = reading.cell(meaning)
  const read = readAmount(text, reading.map, currency)
  if (!read.ok) blame(reading, meaning, text === '' ? 'empty' : read.fault)
  else if (isFinerThan(read.micros, currencyDigits(currency) ?? 6))
    blame(reading, meaning, 'amount_finer_than_currency')
  return read.ok ? read.micros : 0n
}

function invoiceAmount(reading: Reading, currency: string): Micros {
  const amount = amountOf(reading, 'amount', currency)
  // one row of several may take something off; the invoice as a whole is looked at when they are put together
  if (amount < 0n && reading.map.invoice_rows === 'one') blame(reading, 'amount', 'amount_negative')
  return amount
}

function flagOf(reading: Reading): boolean {
  const flag = readFlag(reading.cell('disputed'), reading.map)
  if (flag === undefined) blame(reading, 'disputed', 'flag_unreadable')
  return flag ?? false
}

/** What settled the invoice: the whole amount where the file names no other; an invoice of 0 needs no payment. */
function paymentOf(reading: Reading, invoice: string, issuedOn: Day, currency: string): Line['payment'] {
  const { cell, map } = reading
  const named = cell('settled_amount') !== ''
  if (cell('settled_on') === '') {
    // "paid 0" without a day: an open invoice
    if (named && amountOf(reading, 'settled_amount', currency) !== 0n)
      blame(reading, 'settled_on', 'settled_without_date')
    return null
  }
  const paidOn = notBefore(reading, 'settled_on', issuedOn, 'settled_before_issue')
  const amount = named ? amountOf(reading, 'settled_amount', currency) : wholeAmount(reading, currency)
  if (named && amount <= 0n) blame(reading, 'settled_amount', 'amount_not_positive')
  const { payment: prefix } = map.prefixes
  const id = prefix + invoice
  if (isId(invoice) && !isTooLong(reading, 'invoice', invoice, MOST.id, prefix) && !isId(id))
    blame(reading, 'invoice', 'id_unreadable')
  return amount === 0n ? null : { id, paidOn, amount }
}

/** The amount of the invoice, about which nothing is said twice. */
function wholeAmount({ cell, map }: Reading, currency: string): Micros {
  const read = readAmount(cell('amount'), map, currency)
  return read.ok ? read.micros : 0n
}
