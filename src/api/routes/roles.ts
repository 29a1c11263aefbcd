import { rolesAnswer } from '../../contract/answers.ts'
import { isPermission, permissionNames, permissions, roleNames, roles as table } from '../../contract/permissions.ts'
import { formatAmount, type Micros } from '../../engine/money/amount.ts'
import { currencyDigits } from '../../engine/money/currencies.ts'
import { allLimits } from '../../store/people/limits.ts'
import type { Store } from '../../store/session/store.ts'
import { type App, answers } from '../app.ts'
import type { Taking } from '../auth.ts'

/** Who may do what, how much of it, and which operation takes which permission. */
export const roles = (app: App, store: Store, takings: readonly Taking[]): void => {
  app.get(
    '/roles',
    {
      config: { permission: 'settings.read' },
      schema: { tags: ['Session'], summary: 'What each role may do', response: answers(rolesAnswer) },
    },
    async () => {
      const limits = await allLimits(store)
      const limitsOf = (role: string) =>
        limits.flatMap(({ permission, currency, each, perDay, ...of }) =>
          of.role === role && isPermission(permission)
            ? [{ permission, currency, each: text(each, currency), per_day: text(perDay, currency) }]
            : [],
        )
      return {
        permissions: permissionNames.map((permission) => ({ permission, words: permissions[permission] })),
        roles: roleNames.map((role) => ({
          role,
          words: table[role].words,
          permissions: [...table[role].may],
          limits: limitsOf(role),
        })),
        operations: [...takings],
      }
    },
  )
}

const text = (micros: Micros | null, currency: string): string | null =>
  micros === null ? null : formatAmount(micros, currencyDigits(currency) ?? 2)
