import { Option } from 'commander'
import { isRole, type Role, roleNames } from '../contract/permissions.ts'
import { UsageFault } from './fault.ts'

/** `--role <role>` with what it is for; administrator where it is left out. */
export const roleOption = (what: string): Option =>
  new Option('--role <role>', what).choices(roleNames).default('administrator' satisfies Role)

/** A role by its name. Throws `UsageFault` for any other word. */
export function knownRole(name: string): Role {
  if (!isRole(name)) throw new UsageFault(`There is no role ${name}; give one of ${roleNames.join(', ')}.`)
  return name
}
