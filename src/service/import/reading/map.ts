import { z } from 'zod'
import { currency as currencyCode } from '../../../contract/values.ts'
import { currencyDigits } from '../../../engine/money/currencies.ts'
import { isZone } from '../../asked/days.ts'
import ibm from '../maps/ibm-receivables.json' with { type: 'json' }
import plain from '../maps/plain-receivables.json' with { type: 'json' }
import { datePattern } from './cells.ts'
import { ImportFault } from './fault.ts'
import { formsOf, type Locale, locales, localised } from './locale.ts'

const column = z.string().min(1)

const columns = z.strictObject({
  customer_id: column,
  invoice: column,
  issued_on: column,
  amount: column,
  name: column.optional(),
  email: column.optional(),
  due_on: column.optional(),
  description: column.optional(),
  currency: column.optional(),
  disputed: column.optional(),
  settled_on: column.optional(),
  settled_amount: column.optional(),
  collection_since: column.optional(),
})

/** Rows that are no invoices: those whose cell in a column holds one of these words, whatever their case. */
const leaveOut = z.strictObject({ column, values: z.array(z.string()).min(1) })

const prefixes = z.strictObject({
  customer_id: z.string().max(32).default(''),
  invoice: z.string().max(32).default(''),
  payment: z.string().max(32).default('PAY-'),
})

/** A mapping file: which column means what, and how dates, amounts and flags are written (docs/manual/import.md). */
export const importMap = z
  .strictObject({
    about: z.string().optional(),
    columns,
    locale: z.enum(locales).default('en'),
    invoice_rows: z.enum(['one', 'lines']).default('one'),
    leave_out: leaveOut.optional(),
    date_format: z
      .string()
      .default('YYYY-MM-DD')
      .refine((format) => datePattern(format) !== undefined, 'it needs one year (YYYY), month (M, MM) and day (D, DD)'),
    currency: currencyCode
      .refine((code) => currencyDigits(code) !== undefined, 'it is no currency of ISO 4217')
      .optional(),
    time_zone: z.string().default('UTC').refine(isZone, 'it is no time zone such as America/New_York'),
    delimiter: z.enum([',', ';', '\t', '|']).default(','),
    decimal_point: z.enum(['.', ',']).default('.'),
    thousands: z.enum(['', ',', '.', ' ', "'"]).default(''),
    yes: z.array(z.string()).default(plain.yes),
    no: z.array(z.string()).default(plain.no),
    prefixes: prefixes.default(plain.prefixes),
  })
  .refine((map) => map.currency !== undefined || map.columns.currency !== undefined, {
    path: ['currency'],
    message: 'give a currency, or the column that holds it',
  })
  .refine((map) => map.thousands !== map.decimal_point, {
    path: ['thousands'],
    message: 'it must be another character than decimal_point',
  })

export type ImportMap = z.output<typeof importMap>
/** What a column can mean. */
export type Meaning = keyof ImportMap['columns']

/** Reads a mapping file; what it leaves out is as the locale has it. Throws ImportFault, naming the member that is wrong. */
export function readMap(text: string, name: string, locale?: Locale): ImportMap {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new ImportFault(
      `${name} is not JSON (${(error as Error).message}); correct it as docs/manual/import.md shows.`,
    )
  }
  const read = importMap.safeParse(localised(json, locale))
  if (read.success) return read.data
  const [issue] = read.error.issues
  const where = issue?.path.length ? `"${issue.path.join('.')}": ` : ''
  throw new ImportFault(`${name} is no map (${where}${issue?.message}); correct it as docs/manual/import.md shows.`)
}

const builtIn: readonly ImportMap[] = [ibm, plain].map((map) => importMap.parse(map))

const DELIMITERS = [',', ';', '\t', '|'] as const

/**
 * The built-in map that fits a file: all the columns that it cannot do without are in the header. Of the others, those
 * that the header lacks are left out. Throws ImportFault when none fits.
 */
export function recognisedMap(
  headerBy: (delimiter: string) => readonly string[],
  file: string,
  locale?: Locale,
): ImportMap {
  for (const delimiter of DELIMITERS) {
    const header = headerBy(delimiter)
    const map = builtIn.find((one) => needed(one).every((name) => header.includes(name)))
    if (map === undefined) continue
    const present = Object.entries(map.columns).filter(([, name = '']) => header.includes(name))
    const ours = { ...map, delimiter, columns: Object.fromEntries(present) }
    return importMap.parse(locale === undefined ? ours : { ...ours, ...formsOf(locale), locale })
  }
  throw new ImportFault(
    `No built-in map fits the columns of ${file} (${headerBy(',').join(', ')}); write one as docs/manual/import.md shows and give it with --map.`,
  )
}

const needed = ({ columns: { customer_id, invoice, issued_on, amount, currency: code }, currency }: ImportMap) =>
  [customer_id, invoice, issued_on, amount, ...(currency === undefined ? [code] : [])].filter(
    (name) => name !== undefined,
  )

/** Throws ImportFault where the file lacks a column that the map names, or has it twice. */
export function checkHeader(header: readonly string[], map: ImportMap, file: string): void {
  const named = [...Object.values(map.columns), ...(map.leave_out === undefined ? [] : [map.leave_out.column])]
  for (const name of named) {
    const times = header.filter((one) => one === name).length
    if (times === 1) continue
    const what = times === 0 ? `has no column "${name}"` : `has the column "${name}" ${times} times`
    throw new ImportFault(
      `${file} ${what}, which the map names; its columns are ${header.join(', ')}: correct the map (--map) or the file.`,
    )
  }
}
