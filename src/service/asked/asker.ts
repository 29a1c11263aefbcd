import { isRole, mayBy, type Permission } from '../../contract/permissions.ts'
import type { StoredAsker } from '../../store/history/operations.ts'
import type { Caller } from './request.ts'

/** The first rules whose operations keep their asker by id and erasable name (digest version 2). */
export const RULES_WITH_ASKER = 3

/**
 * By which id the log names who asks, for ever: `key:<id>`, `user:<id>`, `system`, or the account of the machine or
 * program that has no id here.
 */
export const actorIdOf = ({ id, actor }: Caller): string => id ?? (actor === 'system' ? 'system' : `account:${actor}`)

/** Who asked for an operation, as what it has begun goes on for him. */
export const callerFrom = ({
  actorId,
  actor,
  actorText,
  role,
  limit,
  owner,
  realm,
  channel,
  ip,
}: StoredAsker): Caller => ({
  ...(actorId !== null && { id: actorId }),
  actor: actor ?? '',
  ...(actorText !== null && {
    name: { textId: actorText.textId, hash: Buffer.from(actorText.hash).toString('hex') },
  }),
  ...(role !== null && { role }),
  ...(limit !== null && { limit }),
  ...(owner !== null && { owner }),
  realm,
  channel,
  ip,
})

/**
 * The role by which somebody asks; the service itself and its terminal have none, and may do all. One that this release
 * does not know may do nothing.
 */
export const roleOf = ({ role = 'administrator' }: Caller): string => role

/** Whether somebody has a permission. */
export const isAllowed = (caller: Caller, permission: Permission): boolean => {
  const role = roleOf(caller)
  return isRole(role) && mayBy(role, permission)
}

/**
 * What an operation keeps about who asked for it, by the rules that it is booked under: before rules 3 the name as it was
 * said; from then on his id, and the name by its text, where it stands in one.
 */
export function askerOf(caller: Caller, rules: number): StoredAsker {
  const { actor, realm, channel, ip, name, owner = null } = caller
  const way = { realm, channel, ip }
  const nobody = { actorId: null, actorText: null, role: null, limit: null, approver: null, owner: null }
  if (rules < RULES_WITH_ASKER) return { ...way, ...nobody, actor }
  const actorText = name === undefined ? null : { textId: name.textId, hash: Buffer.from(name.hash, 'hex') }
  const rights = { role: roleOf(caller), limit: caller.limit ?? null, approver: null, owner }
  return { ...way, ...rights, actorId: actorIdOf(caller), actor: actorText === null ? actor : null, actorText }
}
