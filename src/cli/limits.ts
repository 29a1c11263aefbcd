import type { Command } from 'commander'
import {
  isLimited,
  isPermission,
  limited,
  mayBy,
  type Permission,
  type Role,
  roleNames,
  roles,
} from '../contract/permissions.ts'
import { isFinerThan, type Micros, parseAmount } from '../engine/money/amount.ts'
import { CURRENCIES, currencyDigits } from '../engine/money/currencies.ts'
import { limitWords } from '../service/access/limits.ts'
import { changeLimit } from '../service/people/set-limit.ts'
import { allLimits } from '../store/people/limits.ts'
import { UsageFault } from './fault.ts'
import { askLedger, atTerminal, withLedger } from './ledger.ts'
import { knownRole } from './roles.ts'
import { print, table } from './table.ts'

type Wish = { readonly each?: string; readonly day?: string; readonly none?: boolean; readonly reason?: string }

/** `whence roles list|limit`: what each role may do, and how much. */
export function addRoles(program: Command): void {
  const command = program.command('roles').description('what each role may do, and how much')
  command
    .command('list')
    .description('list them, with their limits')
    .option('--json', 'as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const limits = (await askLedger(allLimits)).map((one) => ({
        role: one.role,
        permission: one.permission,
        currency: one.currency,
        limit: limitWords(one),
      }))
      const all = roleNames.map((role) => ({
        role,
        permissions: roles[role].may,
        limits: limits.filter((one) => one.role === role).map(({ role: _, ...limit }) => limit),
      }))
      print(all, json, () =>
        table(
          ['Role', 'May', 'Limits'],
          all.map((one) => [
            one.role,
            `${one.permissions.length} permissions`,
            one.limits.map(({ permission, limit }) => `${permission}: ${limit}`).join('; '),
          ]),
        ),
      )
    })
  command
    .command('limit <role> <permission> <currency>')
    .description(`how much a role may do of a permission in a currency: ${limited.join(', ')}`)
    .option('--each <amount>', 'each time')
    .option('--day <amount>', 'in a day, by UTC')
    .option('--none', 'as much as it likes')
    .option('--reason <words>', 'why')
    .action(async (name: string, permission: string, currency: string, wish: Wish) => {
      const limit = limitOf(knownRole(name), permission, currency, wish)
      const isChanged = await withLedger((store) => changeLimit(store, { ...limit, reason: wish.reason }, atTerminal()))
      console.log(`${name}, ${permission}: ${limitWords(limit)}${isChanged ? '' : ', as before'}`)
    })
}

function limitOf(role: Role, permission: string, currency: string, { each, day, none }: Wish) {
  if (role === 'administrator') throw new UsageFault('An administrator has no limits; give his people another role.')
  if (!isPermission(permission) || !isLimited(permission))
    throw new UsageFault(`${permission} has no limit; give one of ${limited.join(', ')}.`)
  if (!mayBy(role, permission)) throw new UsageFault(`${role} may not do this at all: ${permission}.`)
  if (!CURRENCIES.includes(currency)) throw new UsageFault(`${currency} is no ISO 4217 currency; give one such as USD.`)
  const given = each !== undefined || day !== undefined
  if (given === (none === true)) throw new UsageFault('Give --each or --day or both, or --none alone.')
  return {
    role,
    permission: permission satisfies Permission,
    currency,
    each: read(each, currency),
    perDay: read(day, currency),
  }
}

function read(text: string | undefined, currency: string): Micros | null {
  if (text === undefined) return null
  const amount = parseAmount(text)
  if (!amount.ok || amount.micros < 0n || isFinerThan(amount.micros, currencyDigits(currency) ?? 2))
    throw new UsageFault(`${text} is no amount of ${currency}; give one such as 50.00.`)
  return amount.micros
}
