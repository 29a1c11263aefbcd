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
export const callerFrom = ({ actorId, actor, actorText, owner, realm, channel, ip }: StoredAsker): Caller => ({
  ...(actorId !== null && { id: actorId }),
  actor: actor ?? '',
  ...(actorText !== null && {
    name: { textId: actorText.textId, hash: Buffer.from(actorText.hash).toString('hex') },
  }),
  ...(owner !== null && { owner }),
  realm,
  channel,
  ip,
})

/** The role of everybody who may ask, until there are others. */
const ROLE = 'administrator'

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
  const rights = { role: ROLE, limit: null, approver: null, owner }
  return { ...way, ...rights, actorId: actorIdOf(caller), actor: actorText === null ? actor : null, actorText }
}
