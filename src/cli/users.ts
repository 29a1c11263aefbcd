import { randomBytes } from 'node:crypto'
import type { Command } from 'commander'
import { addUser, listUsers } from '../service/people.ts'
import { removeUser } from '../service/remove-user.ts'
import { UsageFault } from './fault.ts'
import { askLedger, atTerminal, withLedger } from './ledger.ts'
import { print, table } from './table.ts'

/** `whence users add|list|remove`: those who may sign in. */
export function addUsers(program: Command): void {
  const users = program.command('users').description('administrators who may sign in')
  users
    .command('add <email>')
    .description('add an administrator; without --password one is made up and shown once')
    .option('--name <name>', 'how he is called')
    .option('--password <password>', 'at least 12 characters')
    .action(
      async (
        email: string,
        { name = email, password = randomBytes(12).toString('base64url') }: { name?: string; password?: string },
      ) => {
        if (password.length < 12) throw new UsageFault('A password has at least 12 characters; choose a longer one.')
        const added = await withLedger((store) => addUser(store, { email, name, password }, atTerminal()))
        if (!added) throw new UsageFault(`There is a user ${email} already; choose another address.`)
        console.log(`Added ${email}, password ${password}`)
      },
    )
  users
    .command('remove <email>')
    .description('take the right to sign in, and erase name and address; what he did stays, under his id')
    .requiredOption('--reason <words>', 'why')
    .action(async (email: string, { reason }: { reason: string }) => {
      if (!(await withLedger((store) => removeUser(store, { email, reason }, atTerminal()))))
        throw new UsageFault(`There is no user ${email}; see whence users list.`)
      console.log(`Removed ${email}`)
    })
  users
    .command('list')
    .description('list them')
    .option('--json', 'as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const all = await askLedger(listUsers)
      print(all, json, () =>
        table(
          ['E-mail', 'Name', 'Role'],
          all.map((one) => [one.email, one.name, one.role]),
        ),
      )
    })
}
