import type { Command } from 'commander'
import { createKey, listKeys, revokeKey } from '../service/people.ts'
import { UsageFault } from './fault.ts'
import { askLedger, atTerminal, withLedger } from './ledger.ts'
import { print, table } from './table.ts'

/** `whence keys add|list|revoke`: keys of the API. */
export function addKeys(program: Command): void {
  const keys = program.command('keys').description('keys of the API')
  keys
    .command('add <name>')
    .description('make a key; its secret is shown this once')
    .action(async (name: string) => {
      const key = await withLedger((store) => createKey(store, name, atTerminal()))
      console.log(`Key ${key.id}\n${key.secret}`)
    })
  keys
    .command('list')
    .description('list them')
    .option('--json', 'as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const all = await askLedger(listKeys)
      print(all, json, () =>
        table(
          ['Id', 'Name', 'Role'],
          all.map((one) => [one.id, one.name, one.role]),
        ),
      )
    })
  keys
    .command('revoke <id>')
    .description('revoke a key; servers learn it within 30 seconds')
    .action(async (id: string) => {
      if (!(await withLedger((store) => revokeKey(store, id, atTerminal()))))
        throw new UsageFault(`There is no good key ${id}; see whence keys list.`)
      console.log(`Revoked ${id}`)
    })
}
