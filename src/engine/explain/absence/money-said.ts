import { shortDay } from '../../time.ts'
import { money } from '../words.ts'
import type { AbsenceTelling, Lack } from './lack.ts'
import { freeIn, type Gone, type Purse, pendingIn } from './purses.ts'

/** Sentences about money that one answer says at most. */
export const MOST_SAID = 5

/**
 * What there is of money that one could have expected to pay what is owed, and where it is: pending, applied to nothing,
 * taken back, sent on, or (asked about an invoice) applied to another. The newest first; of many the first ones, counted.
 * Where there is older money that was not looked at, it is said that there is.
 */
export function moneySaid(lack: Lack, purses: readonly Purse[], telling: AbsenceTelling): string[] {
  const said = [...purses]
    .sort((a, b) => (a.cameAt > b.cameAt ? -1 : a.cameAt < b.cameAt ? 1 : b.ref.no - a.ref.no))
    .flatMap((purse) => saidOf(lack, purse, telling))
  const older = telling.isCut ? ['There is older money in this time that this does not look at.'] : []
  if (said.length <= MOST_SAID) return [...said, ...older]
  const more = said.length - MOST_SAID
  const leftOut = `${more} more ${more === 1 ? 'statement' : 'statements'} of this kind left out.`
  return [...said.slice(0, MOST_SAID), leftOut, ...older]
}

function saidOf(lack: Lack, purse: Purse, telling: AbsenceTelling): string[] {
  const on = (at: bigint): string => shortDay(telling.dayOf(at))
  const amount = (value: bigint): string => money(value, telling)
  const pending = pendingIn(purse, lack.until)
  if (pending > 0n) return [`${amount(pending)} is pending since ${on(purse.since)}.`]
  return [...goneSaid(lack, purse, telling), ...freeSaid(lack, purse, telling), ...elsewhere(lack, purse, telling)]
}

function freeSaid(lack: Lack, purse: Purse, telling: AbsenceTelling): string[] {
  const free = freeIn(purse)
  if (free <= 0n) return []
  const came = purse.ref.kind === 'credit' ? 'was moved here' : 'was received'
  const what = lack.invoice === null ? 'to an invoice' : 'to this invoice'
  const held = purse.isHeld ? ' (held)' : ''
  const of = free === purse.came ? '' : ` of ${money(purse.came, telling)}`
  const day = shortDay(telling.dayOf(purse.since))
  return [`${money(free, telling)}${of} ${came} on ${day} and is not applied ${what}${held}.`]
}

const goneWords: Readonly<Record<Gone, string>> = {
  charged_back: 'was charged back',
  voided: 'was voided',
  failed: 'failed',
  refunded: 'was refunded',
  moved: 'was moved to another customer',
}

/** What was taken back or sent on within the time, or came in it. */
function goneSaid({ since }: Lack, purse: Purse, telling: AbsenceTelling): string[] {
  const on = (at: bigint): string => shortDay(telling.dayOf(at))
  const name = purse.ref.kind === 'credit' ? 'The money moved here on' : 'The payment of'
  const gone = (Object.keys(goneWords) as Gone[]).flatMap((how) => {
    const part = purse.gone[how]
    if (part === undefined || part.amount <= 0n || (part.at < since && purse.cameAt < since)) return []
    const whole = purse.came === 0n ? part.amount : purse.came
    const of = part.amount === whole ? '' : `${money(part.amount, telling)} of `
    const size = `${name} ${on(purse.since)} (${money(whole, telling)})`
    return [
      `${of === '' ? size : `${of}${size.charAt(0).toLowerCase()}${size.slice(1)}`} ${goneWords[how]} on ${on(part.at)}.`,
    ]
  })
  const { authorised, expiresAt } = purse
  const hasEnded = authorised > 0n && expiresAt !== null && expiresAt >= since
  return hasEnded
    ? [
        ...gone,
        `The payment authorised on ${on(purse.since)} (${money(authorised, telling)}) was not settled by ${on(expiresAt)}.`,
      ]
    : gone
}

/** What of money that came within the time is applied to other invoices than the one that is asked about. */
function elsewhere({ since, invoice }: Lack, purse: Purse, telling: AbsenceTelling): string[] {
  if (invoice === null || purse.cameAt < since) return []
  const others = [...purse.applied].filter(([no, value]) => no !== invoice.no && value > 0n)
  if (others.length === 0) return []
  const sum = others.reduce((total, [, value]) => total + value, 0n)
  const names = others.slice(0, MOST_SAID).map(([no]) => telling.nameOf({ kind: 'invoice', no }))
  const more = others.length > MOST_SAID ? ` and ${others.length - MOST_SAID} more` : ''
  const verb = purse.ref.kind === 'credit' ? 'was moved here' : 'was received'
  const day = shortDay(telling.dayOf(purse.since))
  return [
    `${money(sum, telling)} ${verb} on ${day} and applied to invoice${others.length === 1 ? '' : 's'} ${names.join(', ')}${more}.`,
  ]
}
