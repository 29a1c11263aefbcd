import { operatorId } from '../../../engine/state/customer.ts'
import { RESTORING, releasedMigrations } from '../../../store/migrations/migrate.ts'
import { appliedMigrations, dumpSchema, expectedSchema, hasServerRole } from '../../../store/migrations/schema.ts'
import type { Session } from '../../../store/session/session.ts'
import type { Finding } from '../checks/finding.ts'

const finding = (what: string): Finding => ({ customerId: operatorId, seq: null, what })

/**
 * Compares the tables themselves with what the migrations of this release come to: columns, constraints, indexes,
 * functions, triggers, rights. Where there is no role for the server, nothing was granted to it.
 */
export async function schemaFindings(session: Session): Promise<Finding[]> {
  const isGranted = await hasServerRole(session)
  const actual = partsOf(await dumpSchema(session))
  const all = partsOf(await expectedSchema())
  const expected = isGranted ? all : new Set([...all].filter((part) => !part.startsWith('grant ')))
  return [
    ...[...expected].filter((part) => !actual.has(part)).map((part) => finding(`the database lacks: ${part}`)),
    ...[...actual].filter((part) => !expected.has(part)).map((part) => finding(`no migration made: ${part}`)),
    ...(await migrationFindings(session)),
  ]
}

/** Each line of a schema by itself; a line of a table with the table's name. */
function partsOf(schema: string): ReadonlySet<string> {
  const parts = new Set<string>()
  let table: string | null = null
  for (const line of schema.split('\n')) {
    if (line === '' || line.startsWith('--')) continue
    const [, opened] = /^create table (\S+) \($/.exec(line) ?? []
    if (opened !== undefined) {
      table = opened
      parts.add(`table ${table}`)
    } else if (line.startsWith(')')) {
      if (line.length > 2) parts.add(`table ${table}${line.slice(1, -1)}`)
      table = null
    } else parts.add(table === null ? line.replace(/;$/, '') : `table ${table}: ${line.trim().replace(/,$/, '')}`)
  }
  return parts
}

async function migrationFindings(session: Session): Promise<Finding[]> {
  // what is verified at the end of a restore is marked as such; nobody else can ask
  const applied = (await appliedMigrations(session)).filter((one) => one.number !== RESTORING.number)
  const released = await releasedMigrations()
  const numbers = new Set([...applied, ...released].map((one) => one.number))
  return [...numbers]
    .sort((a, b) => a - b)
    .flatMap((number) => {
      const [ours, theirs] = [applied, released].map((all) => all.find((one) => one.number === number))
      if (ours === undefined) return [finding(`table migration number ${number}: the row is missing`)]
      if (theirs === undefined) return [finding(`table migration number ${number}: this release has no such migration`)]
      const isSame = ours.name === theirs.name && ours.sha256 === theirs.sha256
      return isSame ? [] : [finding(`table migration number ${number}: name, sha256 not as released`)]
    })
}
