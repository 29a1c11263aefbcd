import { rolesAnswer } from '../../contract/answers.ts'
import { permissionNames, permissions, roleNames, roles as table } from '../../contract/permissions.ts'
import { type App, answers } from '../app.ts'
import type { Taking } from '../auth.ts'

/** Who may do what, and which operation takes which permission. */
export const roles = (app: App, takings: readonly Taking[]): void => {
  app.get(
    '/roles',
    {
      config: { permission: 'settings.read' },
      schema: { tags: ['Session'], summary: 'What each role may do', response: answers(rolesAnswer) },
    },
    () => ({
      permissions: permissionNames.map((permission) => ({ permission, words: permissions[permission] })),
      roles: roleNames.map((role) => ({ role, words: table[role].words, permissions: [...table[role].may] })),
      operations: [...takings],
    }),
  )
}
