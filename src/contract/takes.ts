import { commandNames, operations } from './operations.ts'
import type { Permission } from './permissions.ts'

/** What is done beside the operations of a customer, where, and what it takes. */
const others = {
  'POST /customers/:customer/moves': 'payment.move',
  'DELETE /customers/:customer/scheduled/:scheduled': 'scheduled.cancel',
  'PUT /customers/:customer/policy': 'policy.set',
  'PUT /classes/:class/policy': 'policy.set',
} as const satisfies Record<string, Permission>

type Deed = { readonly form: RegExp; readonly permission: Permission }

const deed = (pattern: string, permission: Permission): Deed => ({
  form: new RegExp(`^${pattern.replaceAll(/:\w+/g, '[^/]+')}$`),
  permission,
})

let known: readonly Deed[] | undefined

const deeds = (): readonly Deed[] => [
  ...Object.entries(others).map(([pattern, permission]) => deed(pattern, permission)),
  ...commandNames.flatMap((name) => {
    const { on, at, permission } = operations[name]
    if (at === undefined) return []
    return on.doors.map(({ path }) => deed(`POST ${path}${at === '' ? '' : `/${at}`}`, permission))
  }),
]

/** The permission that something takes which is asked for at a path under /api/v1; undefined where nothing is done there. */
export const permissionFor = (method: string, path: string): Permission | undefined => {
  known ??= deeds()
  return known.find(({ form }) => form.test(`${method} ${path}`))?.permission
}
