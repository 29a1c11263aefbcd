import { type Command, InvalidArgumentError } from 'commander'
import { counterWords, release, type Standstill, standstillOf } from '../service/backup/standstill.ts'
import { counters } from '../store/beside/restorations.ts'
import { listQueued } from '../store/queues/deliveries.ts'
import { UsageFault } from './fault.ts'
import { askLedger, atTerminal, withLedger } from './ledger.ts'
import { print, table } from './table.ts'

type Last = bigint | 'none'
type Wish = {
  readonly letters?: 'send' | 'drop'
  readonly invoiceNumber?: Last
  readonly creditNoteNumber?: Last
  readonly xdrId?: Last
}

/** Most letters that are listed. */
const MOST = 1000

/** `whence restore status|letters|release`: what stands still since a restore, and how it goes on. */
export function addStandstill(restore: Command): void {
  restore
    .command('status')
    .description('what stands still since the last restore')
    .option('--json', 'as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const standstill = await askLedger(standstillOf)
      print(standstill && forJson(standstill), json, () => (standstill === null ? NEVER : told(standstill)))
    })
  restore
    .command('letters')
    .description(`the letters that are queued, at most ${MOST}`)
    .action(async () => {
      const rows = await askLedger((store) => listQueued(store, MOST))
      if (rows.length === 0) return console.log('No letters are queued.')
      const told = rows.map((one) => [one.customerId, `#${one.seq}`, one.template, one.invoice ?? '', one.queuedAt])
      console.log(table(['Customer', 'Record', 'Letter', 'Invoice', 'Queued at'], told))
    })
  restore
    .command('release')
    .description('say what went out last before the ledger was restored; what is named goes on behind it')
    .option('--letters <send|drop>', 'send what is queued, or let it go: each on record, unsent', lettersFrom)
    .option(
      '--invoice-number <number>',
      'the last invoice number, 123 or INV-000123; none: no later than known',
      lastFrom,
    )
    .option('--credit-note-number <number>', 'the last credit note number, 12 or CN-000012; or none', lastFrom)
    .option('--xdr-id <id>', 'the last xDR id; or none', lastFrom)
    .action(async ({ letters, invoiceNumber, creditNoteNumber, xdrId }: Wish) => {
      const named = { invoice: invoiceNumber, credit_note: creditNoteNumber, xdr: xdrId }
      const numbers = Object.fromEntries(
        Object.entries(named).flatMap(([name, last]) => (last === undefined ? [] : [[name, last]])),
      )
      if (letters === undefined && Object.keys(numbers).length === 0)
        throw new UsageFault('Name what goes on: see "whence restore release --help", and "whence restore status".')
      console.log(told(await withLedger((store) => release(store, { letters, numbers }, atTerminal()))))
    })
}

const NEVER = 'This ledger was never restored from a backup: nothing stands still.'

function lettersFrom(text: string): 'send' | 'drop' {
  if (text === 'send' || text === 'drop') return text
  throw new InvalidArgumentError('Give send or drop.')
}

function lastFrom(text: string): Last {
  if (text === 'none') return 'none'
  const [, digits] = /^(?:INV-|CN-)?(\d{1,18})$/.exec(text) ?? []
  if (digits === undefined) throw new InvalidArgumentError('Give the last number that went out, or none.')
  return BigInt(digits)
}

const optionOf = { invoice: '--invoice-number', credit_note: '--credit-note-number', xdr: '--xdr-id' } as const

/** What stands still, and what to do about it, in sentences. */
export function told({ restoration, still, queued }: Standstill): string {
  const { backedUpAt, restoredAt, position, letters, numbers } = restoration
  const said = counters.flatMap((counter) => {
    const one = numbers[counter]
    if (one === undefined) return []
    const lost = one.lost === null ? 'none is lost' : `lost: ${one.lost[0]} to ${one.lost[1]}`
    return [`Numbers of ${counterWords[counter]} go on behind ${one.last}; ${lost}.`]
  })
  const waits = still.map(
    ({ counter, given }) =>
      `Numbers of ${counterWords[counter]} stand still; the last one known here is ${given}. Say which went out last: ` +
      `whence restore release ${optionOf[counter]} NUMBER (or none).`,
  )
  const mail =
    letters === 'held'
      ? `Letters are held, ${queued} are queued: look at them by whence restore letters, then give whence restore release --letters send (or drop).`
      : `Letters are sent; those that were held were ${letters === 'sent' ? 'sent too' : 'let go, each on record'}.`
  return [
    `Restored at ${restoredAt} as it was at ${backedUpAt}, log position ${position}.`,
    ...said,
    ...waits,
    mail,
  ].join('\n')
}

const forJson = ({ restoration, still, queued }: Standstill) => ({
  restored_at: restoration.restoredAt,
  backed_up_at: restoration.backedUpAt,
  position: restoration.position,
  letters: restoration.letters,
  numbers: restoration.numbers,
  still: still.map(({ counter, given }) => ({ counter, given: String(given) })),
  queued,
})
