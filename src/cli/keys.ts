import type { Command } from 'commander'
import type { Role } from '../contract/permissions.ts'
import { instantToText } from '../engine/time.ts'
import { wallNow } from '../service/asked/wall-clock.ts'
import { createKey, integrationOf, listKeys, revokeKey, rotateKey } from '../service/people/api-keys.ts'
import { UsageFault } from './fault.ts'
import { askLedger, atTerminal, withLedger } from './ledger.ts'
import { roleOption } from './roles.ts'
import { print, table } from './table.ts'

/** `whence keys add|rotate|list|revoke`: keys of the API. */
export function addKeys(program: Command): void {
  const keys = program.command('keys').description('keys of the API')
  keys
    .command('add <name>')
    .description('make a key; its secret is shown this once')
    .option('--integration <name>', 'for which integration; its keys share what they ask for: none is done twice')
    .addOption(roleOption('what it may do'))
    .action(async (name: string, rights: { integration?: string; role: Role }) => {
      const key = await withLedger((store) => createKey(store, name, atTerminal(), rights))
      console.log(`Key ${key.id}\n${key.secret}`)
    })
  keys
    .command('rotate <id>')
    .description('make another key for the same integration; what was asked for by the old one is not done twice')
    .option(
      '--grace <time>',
      'how long the old one is good beside it, such as 30m, 24h or 7d; it ends now where left out',
    )
    .action(async (id: string, { grace }: { grace?: string }) => {
      const wish = { graceMs: grace === undefined ? 0 : graceOf(grace), caller: atTerminal() }
      const rotated = await withLedger((store) => rotateKey(store, id, wish))
      if (rotated === undefined) throw new UsageFault(`There is no key ${id}; see whence keys list.`)
      const { key, oldEndsAt } = rotated
      console.log(`Key ${key.id}\n${key.secret}`)
      const ends =
        oldEndsAt > wallNow() ? `ends at ${instantToText(oldEndsAt)}` : 'is ended; servers learn it within 30 seconds'
      console.error(`Both are keys of the integration ${integrationOf(key)}; ${id} ${ends}.`)
    })
  keys
    .command('list')
    .description('list them')
    .option('--json', 'as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const all = (await askLedger(listKeys)).map((one) => ({
        ...one,
        integration: integrationOf(one),
        madeAt: instantToText(one.madeAt),
        endsAt: one.endsAt === null ? null : instantToText(one.endsAt),
      }))
      print(all, json, () =>
        table(
          ['Id', 'Name', 'Integration', 'Role', 'Ends'],
          all.map((one) => [one.id, one.name, one.integration, one.role, one.endsAt ?? '']),
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

const UNITS_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const
const MOST_DAYS = 90

/** A grace in milliseconds: a number with m, h or d behind, 90 days at most. */
function graceOf(text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,6})([mhd])$/.exec(text) ?? []
  const ms = Number(count) * (UNITS_MS[unit as keyof typeof UNITS_MS] ?? 0)
  if (count === '' || ms > MOST_DAYS * UNITS_MS.d)
    throw new UsageFault(
      `${text} is no grace; give minutes, hours or days, such as 30m, 24h or 7d, ${MOST_DAYS}d at most.`,
    )
  return ms
}
