import type { Command } from 'commander'
import { type Role, roleNames } from '../contract/permissions.ts'
import { addUser, changePassword, listUsers } from '../service/people/people.ts'
import { removeUser } from '../service/people/remove-user.ts'
import { changeRole } from '../service/people/set-role.ts'
import { UsageFault } from './fault.ts'
import { askLedger, atTerminal, withLedger } from './ledger.ts'
import { givenPassword, type Password, type PasswordWish, takesPassword } from './password.ts'
import { knownRole, roleOption } from './roles.ts'
import { print, table } from './table.ts'

/** `whence users add|role|password|remove|list`: those who may sign in. */
export function addUsers(program: Command): void {
  const users = program.command('users').description('those who may sign in')
  takesPassword(users.command('add <email>'))
    .description('add somebody; his password is asked for, or read from standard input')
    .option('--name <name>', 'how he is called')
    .addOption(roleOption('what he may do'))
    .action(async (email: string, { name = email, role, ...wish }: PasswordWish & { name?: string; role: Role }) => {
      const given = await givenPassword(wish)
      const { password } = given
      const added = await withLedger((store) => addUser(store, { email, name, password, role }, atTerminal()))
      if (!added) throw new UsageFault(`There is a user ${email} already; choose another address.`)
      console.log(`Added ${email}${shown(given)}`)
    })
  users
    .command('role <email> <role>')
    .description(`give a user another role: ${roleNames.join(', ')}`)
    .option('--reason <words>', 'why')
    .action(async (email: string, name: string, { reason }: { reason?: string }) => {
      const wish = { email, role: knownRole(name), reason }
      const isChanged = await withLedger((store) => changeRole(store, wish, atTerminal()))
      if (isChanged === undefined) throw new UsageFault(`There is no user ${email}; see whence users list.`)
      console.log(isChanged ? `${email} is ${name} now\n${LEARN}` : `${email} is ${name} already`)
    })
  takesPassword(users.command('password <email>'))
    .description('give a user another password, asked for or read from standard input; his sessions end')
    .action(async (email: string, wish: PasswordWish) => {
      const given = await givenPassword(wish)
      const { password } = given
      if (!(await withLedger((store) => changePassword(store, { email, password }, atTerminal()))))
        throw new UsageFault(`There is no user ${email}; see whence users list.`)
      console.log(`Changed the password of ${email}${shown(given)}\n${ENDS}`)
    })
  users
    .command('remove <email>')
    .description('take the right to sign in, and erase name and address; what he did stays, under his id')
    .requiredOption('--reason <words>', 'why')
    .action(async (email: string, { reason }: { reason: string }) => {
      const left = await withLedger(async (store) => {
        const isRemoved = await removeUser(store, { email, reason }, atTerminal())
        return isRemoved ? await listUsers(store) : null
      })
      if (left === null) throw new UsageFault(`There is no user ${email}; see whence users list.`)
      console.log(`Removed ${email}\n${ENDS}`)
      if (left.length === 0)
        console.log('Nobody can sign in any more: add somebody, or the next start makes a first sign-in again.')
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

const LEARN = 'Servers that are running learn it within 30 seconds.'
const ENDS = 'Servers that are running end the sessions within 30 seconds.'

/** A password that was made up is shown this once. */
const shown = ({ password, isMadeUp }: Password): string => (isMadeUp ? `, password ${password}` : '')
