import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { mayBy, permissionNames, permissions, type Role } from '../src/contract/permissions.ts'

/** The manual's table of who may do what, held to what is asked. */

const rows = readFileSync('docs/manual/access.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  )
const [, , ...called] = rows[0] ?? []

test('the manual says of each permission who has it', () => {
  const said = rows.slice(2).map(([words, name = '', ...cells]) => [words, name.replaceAll('`', ''), ...cells])
  const held = permissionNames.map((name) => [
    permissions[name],
    name,
    ...called.map((role) => (mayBy(role as Role, name) ? 'yes' : '–')),
  ])
  expect(said).toEqual(held)
})
