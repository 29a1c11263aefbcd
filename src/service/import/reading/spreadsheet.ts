/**
 * Cells that somebody opens in a spreadsheet. There a cell that begins with one of these is a formula, which may fetch
 * and send what it likes; an apostrophe in front makes it a text (OWASP, "CSV injection"; the wide forms count as well
 * where people write Japanese or Chinese). What stands behind a mark that some spreadsheet takes for a delimiter begins a
 * cell there, and quotes before it are taken off.
 */
const BEGINS = String.raw`(?<=^|[,;|\t\r\n])`
const FORMULA = String.raw`(?=["']*[=+\-@\t\r\n＝＋－＠])`
const toMark = new RegExp(BEGINS + FORMULA, 'gu')
const marked = new RegExp(`${BEGINS}'${FORMULA}`, 'gu')

/** A cell that no spreadsheet takes for a formula: with an apostrophe before what could begin one. */
export const forSpreadsheet = (cell: string): string => cell.replace(toMark, "'")

/** The cell as it was before `forSpreadsheet`, whatever it was. */
export const asItWas = (cell: string): string => cell.replace(marked, '')
