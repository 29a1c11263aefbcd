import type { Command } from 'commander'
import { textFromDay } from '../engine/time.ts'
import { booksNow, closeBooks } from '../service/time/books.ts'
import { UsageFault } from './fault.ts'
import { askLedger, atTerminal, withLedger } from './ledger.ts'
import { print } from './table.ts'

/** `whence books show|close|open`: until when nobody books anything any more. */
export function addBooks(program: Command): void {
  const books = program.command('books').description('closing of the books')
  books
    .command('show')
    .description('say until when they are closed')
    .option('--json', 'as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const until = (await askLedger(booksNow))?.closedUntil ?? null
      const day = until === null ? null : textFromDay(until)
      print({ closed_until: day }, json, () =>
        day === null ? 'The books are open.' : `The books are closed until ${day}.`,
      )
    })
  books
    .command('close <YYYY-MM-DD>')
    .description('close them up to a day that is over; an earlier day than before opens them again')
    .requiredOption('--reason <words>', 'why')
    .action((day: string, { reason }: { reason: string }) => say(day, reason, `The books are closed until ${day}.`))
  books
    .command('open')
    .description('open them again')
    .requiredOption('--reason <words>', 'why')
    .action(({ reason }: { reason: string }) => say(null, reason, 'The books are open.'))
}

async function say(until: string | null, reason: string, done: string): Promise<void> {
  const wish = { closed_until: until, reason }
  const outcome = await withLedger((store) => closeBooks(store, wish, { caller: atTerminal(), key: null }))
  if (outcome.status === 'refused')
    throw new UsageFault(`Refused (${outcome.refusal.code}): give a day that is over everywhere, as YYYY-MM-DD.`)
  console.log(done)
}
