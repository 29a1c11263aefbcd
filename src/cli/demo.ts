import type { Command } from 'commander'
import { loadDemo } from '../service/demo/load-demo.ts'
import { withLedger } from './ledger.ts'

const say = (line: string): void => console.error(line)

/** `whence demo`: the demonstration data, by operations through the service. Loaded again it adds nothing. */
export function addDemo(program: Command): void {
  program
    .command('demo')
    .description('load the demonstration data; again: nothing')
    .action(async () => {
      const { performed } = await withLedger((store) => loadDemo(store, { say }))
      console.log(`${performed} operations performed.`)
    })
}
