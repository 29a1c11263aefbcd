import { useQuery } from '@tanstack/react-query'
import { type Permission, permissions } from '../../contract/permissions.ts'
import { permissionFor } from '../../contract/takes.ts'
import type { May } from '../can.ts'
import { type Session, sessionQuery } from '../client/session.ts'
import { plainWords } from '../ui/status.ts'
import type { Action } from './action.ts'

/** Whether the role of who is signed in may do something, or the reason why not. */
export function mayAs(session: Session | null | undefined, permission: Permission | undefined): May {
  if (session == null || permission === undefined || session.permissions.includes(permission)) return { yes: true }
  return { yes: false, reason: `Your role, ${plainWords(session.role)}, may not ${permissions[permission]}.` }
}

/** Whether an action may be done: by the role of who is signed in first, then by how things stand. */
export function usePermitted({ may, method = 'POST', path }: Action): May {
  const { data: session } = useQuery(sessionQuery)
  const by = mayAs(session, permissionFor(method, path))
  return by.yes ? may : by
}
