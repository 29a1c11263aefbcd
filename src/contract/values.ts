import { z } from 'zod'
import './sizes.ts'

/** Any string that can be kept: neither the character NUL nor half a surrogate pair, which PostgreSQL refuses. */
export const words = z
  .string()
  .refine((value) => value.isWellFormed() && !value.includes('\0'), 'text without NUL and unpaired surrogates')

/** A decimal amount on the wire, such as "60.00": at most 6 fractional digits, ASCII minus, no exponent (2-domain). */
export const amount = z
  .string()
  .regex(/^-?\d{1,13}(\.\d+)?$/, 'an amount is a decimal string such as "60.00"')
  .meta({ description: 'Decimal string in units of the currency, such as "60.00".', example: '60.00' })

/** An identifier, the caller's or ours: 1 to 64 printable characters. */
export const id = z
  .string()
  .regex(/^[^\p{C}\s](?:[^\p{C}]{0,62}[^\p{C}\s])?$/u, 'an id has 1 to 64 printable characters')
  .meta({ description: '1 to 64 printable characters.' })

/**
 * An id that a caller gives to something new: beside that no path of an address (`.`, `..`) and no break of a line. What
 * was named before keeps its name.
 */
export const newId = z
  .string()
  .regex(
    /^(?!\.{1,2}$)[^\p{C}\s](?:[^\p{C}\p{Zl}\p{Zp}]{0,62}[^\p{C}\s])?$/u,
    'a new id has 1 to 64 printable characters in one line and is neither . nor ..',
  )
  .meta({ description: '1 to 64 printable characters in one line; neither . nor ..' })

/** A name: words in one line, whose marks do not turn the direction of what stands around them. */
export const name = words
  .trim()
  .min(1)
  .max(200)
  .regex(
    /^[^\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]*$/u,
    'a name is one line, without marks of direction',
  )

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
  .meta({ description: '1 to 68 printable characters.' })

/** An xDR id: a positive int64 as a digit string; integers are accepted on input. */
export const xdrId = z
  .union([z.string().regex(/^[1-9]\d{0,18}$/), z.int().positive()])
  .transform((value) => String(value))
  .pipe(z.string())
  .meta({ description: 'Positive int64, digit string (integers accepted).', example: '2204' })

/** ISO 4217 code in upper case. */
export const currency = z.string().regex(/^[A-Z]{3}$/, 'a currency is an ISO 4217 code such as "USD"')

/** A calendar day, YYYY-MM-DD. */
export const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a date is written YYYY-MM-DD')

/** A moment as RFC 3339 with offset, or a bare date. */
export const moment = z
  .string()
  .regex(
    /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2}))?$/,
    'a time is RFC 3339, such as 2026-10-16T12:00:00Z, or a date',
  )

/** As `moment`; known_at also takes `seq:n`, the records up to number n of the customer. */
export const knownAt = z.union([moment, z.string().regex(/^seq:\d+$/)])

/** Free text of a person (note, reason, description): kept outside the hash, erasable. */
export const text = words.trim().min(1).max(4000)

/** A ticket or CRM reference, at most 200 characters. */
export const reference = words.trim().min(1).max(200)
