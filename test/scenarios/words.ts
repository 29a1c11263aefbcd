import type { CommandName } from '../../src/contract/operations.ts'
import type { Operation } from './scenario.ts'

/** Reads what the words of an operation say; the match is handed in without its whole. */
export type Reader = readonly [RegExp, (match: readonly (string | undefined)[]) => Operation]

const AMOUNT = '(-?\\d+(?:\\.\\d+)?)'
const DAY = '(\\d{4}-\\d{2}-\\d{2})'
/** what something was taken from or given to, and by what name */
const FUND = '(payment|credit note|credit) (\\S+)'
const REASON = '(?: "(.+)")?'

/** A pattern of a whole operation, in which AMOUNT, DAY, FUND, REASON and NAME stand for what they say. */
export const pattern = (text: string): RegExp =>
  new RegExp(
    `^${text
      .replaceAll('AMOUNT', AMOUNT)
      .replaceAll('DAY', DAY)
      .replaceAll('FUND', FUND)
      .replaceAll(' REASON', REASON)
      .replaceAll('NAME', '([^\\s,;]+)')}$`,
  )

/** An operation with the members that were said; what was not said is left out. */
export const operation = (op: CommandName, body: Readonly<Record<string, unknown>>): Operation => ({
  op,
  body: Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)),
})

type Share = { readonly invoice: string; readonly amount: string }

/** "50.00 to 1002 and 10.00 to 1001", with the preposition in question. */
export const sharesOf = (text: string, preposition: 'to' | 'from' | 'by'): Share[] =>
  text.split(' and ').map((part) => {
    const match = new RegExp(`^${AMOUNT} ${preposition} (\\S+)$`).exec(part)
    if (match === null) throw new Error(`cannot read "${part}"`)
    return { amount: match[1] ?? '', invoice: match[2] ?? '' }
  })
