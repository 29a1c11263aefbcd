import type { Command } from 'commander'
import { dayInUtc, textFromDay } from '../engine/time.ts'
import { wallNow } from '../service/asked/wall-clock.ts'
import { runCollection } from '../service/runs/collection.ts'
import { UsageFault } from './fault.ts'
import { atTerminal, withLedger } from './ledger.ts'
import { print } from './table.ts'

/** `whence run collection`: evaluates customers up to a business date; the same day twice changes nothing. */
export function addRun(program: Command): void {
  program
    .command('run')
    .description('runs over all customers')
    .command('collection')
    .description('evaluate the days up to a business date, missed ones one by one')
    .option('--date <YYYY-MM-DD>', 'the business date; today where left out')
    .option('--customer <id>', 'one customer alone')
    .option('--json', 'as JSON')
    .action(
      async ({
        date = textFromDay(dayInUtc(wallNow())),
        customer,
        json,
      }: {
        date?: string
        customer?: string
        json?: boolean
      }) => {
        const outcome = await withLedger((store) =>
          runCollection(store, { business_date: date, customer_id: customer }, atTerminal()),
        )
        if (outcome.status === 'refused') {
          const { code } = outcome.refusal
          const remedy = code === 'customer_unknown' ? 'check the id' : 'give a day that has come, as YYYY-MM-DD'
          throw new UsageFault(`Refused (${code}): ${remedy}.`)
        }
        if (outcome.status === 'key_reused') throw new Error('Bug: a run without a key was answered by one')
        const { runId, state, result } = outcome.run
        print({ run_id: runId, state, result }, json, () => `Run ${runId} ${state}: ${JSON.stringify(result)}`)
      },
    )
}
