import { z } from 'zod'
import { tooMany } from './sizes.ts'

// What a schema cannot compute for the OpenAPI document is said beside it, in `meta`, in words of JSON Schema.

/** Any string that can be kept: neither the character NUL nor half a surrogate pair, which PostgreSQL refuses. */
const kept = z
  .string()
  .refine((value) => value.isWellFormed() && !value.includes('\0'), 'text without NUL and unpaired surrogates')
  .meta({ pattern: '^[^\\u0000]*$' })

/** Strings that can be kept of at most so many characters, as people and JSON Schema count them: code points. */
export const words = (most: number) =>
  kept
    .refine((value) => value.length <= most || [...value].length <= most, {
      error: ({ input }) => tooMany(most, 'characters', [...String(input)].length),
    })
    .meta({ maxLength: most })

/** What somebody says: words that are not blank; blanks around them are left out. */
const said = (most: number) =>
  words(most).trim().min(1).meta({ minLength: 1, pattern: '^[^\\u0000]*[^\\u0000\\s][^\\u0000]*$' })

/** A decimal amount on the wire, such as "60.00": at most 6 fractional digits, ASCII minus, no exponent (2-domain). */
export const amount = z
  .string()
  .regex(/^-?\d{1,13}(\.\d+)?$/, 'an amount is a decimal string such as "60.00"')
  .meta({
    description: 'Decimal string in units of the currency, such as "60.00".',
    pattern: '^-?(0?\\d{1,12}(\\.\\d{1,6})?|10{12}(\\.0{1,6})?)$',
    examples: ['60.00'],
  })

/** An identifier, the caller's or ours: 1 to 64 printable characters. */
export const id = z
  .string()
  .regex(/^[^\p{C}\s](?:[^\p{C}]{0,62}[^\p{C}\s])?$/u, 'an id has 1 to 64 printable characters')
  .meta({ description: '1 to 64 printable characters.', minLength: 1, maxLength: 64 })

/**
 * An id that a caller gives to something new: beside that no path of an address (`.`, `..`) and no break of a line. What
 * was named before keeps its name.
 */
export const newId = z
  .string()
  .regex(
    /^(?!\.{1,2}$)[^\p{C}\s](?:[^\p{C}\u2028\u2029]{0,62}[^\p{C}\s])?$/u,
    'a new id has 1 to 64 printable characters in one line and is neither . nor ..',
  )
  .meta({
    description: '1 to 64 printable characters in one line; neither . nor ..',
    minLength: 1,
    maxLength: 64,
    pattern: '^[^\\p{C}\\s](?:[^\\p{C}\\u2028\\u2029]{0,62}[^\\p{C}\\s])?$',
    not: { enum: ['.', '..'] },
  })

const TURNS = '\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069'
const IN_NAMES = `[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029${TURNS}]`

/** A name: words in one line, whose marks do not turn the direction of what stands around them. */
export const name = said(200)
  .regex(new RegExp(`^${IN_NAMES}*$`, 'u'), 'a name is one line, without marks of direction')
  .meta({ pattern: `^${IN_NAMES}*${IN_NAMES.replace(']', '\\s]')}${IN_NAMES}*$` })

/** A whole number within bounds, as an address writes it: digits alone. */
export const whole = (least: number, most: number) =>
  z.preprocess(
    (value) => (typeof value === 'string' && !/^\d{1,16}$/.test(value) ? Number.NaN : value),
    z.coerce.number({ error: 'a number in digits' }).int().min(least).max(most),
  )

/** A credit's id: the ledger names one after its invoice, so that it is a little longer than other ids. */
export const creditId = z
  .string()
  .regex(/^[^\p{C}\s](?:[^\p{C}]{0,66}[^\p{C}\s])?$/u, 'a credit id has 1 to 68 printable characters')
  .meta({ description: '1 to 68 printable characters.', minLength: 1, maxLength: 68 })

/** An xDR id: a positive int64 as a digit string; integers are accepted on input. */
export const xdrId = z
  .union([z.string().regex(/^[1-9]\d{0,18}$/), z.int().positive()])
  .transform((value) => String(value))
  .pipe(z.string())
  .meta({ description: 'Positive int64, digit string (integers accepted).', examples: ['2204'] })

/** ISO 4217 code in upper case. */
export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'a currency is an ISO 4217 code such as "USD"')
  .meta({ description: 'ISO 4217 code.', examples: ['USD'] })

const YEAR = '(19|2\\d)\\d{2}'
const DATE = `${YEAR}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])`
const OFFSET = '(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)'
/** Days and times as questions and operations take them: an existing day of 1900 to 2999, alone or with a time. */
export const MOMENT = `${DATE}(T([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d{1,6})?)?${OFFSET})?`

/** A calendar day, YYYY-MM-DD. */
export const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'a date is written YYYY-MM-DD')
  .meta({ description: 'a day of the years 1900 to 2999', format: 'date', pattern: `^${DATE}$` })

/** A moment as RFC 3339 with offset, or a bare date. */
export const moment = z
  .string()
  .regex(
    /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2}))?$/,
    'a time is RFC 3339, such as 2026-10-16T12:00:00Z, or a date',
  )
  .meta({ description: 'RFC 3339 with an offset, or a day; of the years 1900 to 2999', pattern: `^${MOMENT}$` })

/** As `moment`; known_at also takes `seq:n`, the records up to number n of the customer. */
export const knownAt = z.union([moment, z.string().regex(/^seq:\d{1,15}$/)])

/** Free text of a person (note, reason, description): kept outside the hash, erasable. */
export const text = said(4000)

/** A ticket or CRM reference, at most 200 characters. */
export const reference = said(200)

/** What something is of, in a word or a few: a service, a method of payment. */
export const short = said(64)

/** Something that a figure, a record or a note is about. */
export const subject = words(80).meta({
  description: 'customer (default), invoice:<number>, payment:<id>, credit_note:<number>, credit:<id>, dispute:<id>',
  pattern: `^(customer|(invoice|payment|credit_note|credit|dispute):[^\\u0000]+)?$`,
})
