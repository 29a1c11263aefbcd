import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { rolesAnswer } from '../../contract/answers.ts'
import type { May } from '../can.ts'
import { rolesQuery, type Session, sessionQuery } from '../client/session.ts'
import type { Action } from './action.ts'

type Roles = z.infer<typeof rolesAnswer>

/** Whether the role of who is signed in may do what is asked for at a path, or the reason why not. */
export function mayAs(
  session: Session,
  { permissions, roles, operations }: Roles,
  asked: Pick<Action, 'method' | 'path'>,
): May {
  const { method = 'POST', path } = asked
  const one = operations.find((of) => of.method === method && formOf(of.path).test(path))
  if (one === undefined || session.permissions.includes(one.permission)) return { yes: true }
  const role = roles.find((of) => of.role === session.role)?.words ?? session.role
  const words = permissions.find((of) => of.permission === one.permission)?.words ?? 'do this'
  return { yes: false, reason: `Your role, ${role}, may not ${words}.` }
}

const formOf = (path: string): RegExp => new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`)

/** Whether an action may be done: by the role of who is signed in first, then by how things stand. */
export function usePermitted(action: Action): May {
  const { data: session } = useQuery(sessionQuery)
  const { data: roles } = useQuery(rolesQuery)
  const by: May = session == null || roles === undefined ? { yes: true } : mayAs(session, roles, action)
  return by.yes ? action.may : by
}
