/**
 * What somebody may be allowed, by noun and deed, with the words that end "may …". Each operation and each route names
 * one; nothing is asked without.
 */
export const permissions = {
  'customer.read': 'see customers, their money and the trail',
  'settings.read': 'see terms, clocks, runs and until when the books are closed',
  'customer.open': 'open customers',
  'customer.change': 'change what is known of customers, their limits and their status',
  'note.add': 'add notes',
  'text.erase': 'erase texts',
  'charge.book': 'book charges',
  'credit.give': 'give credits and credit notes',
  'credit.void': 'void credit notes',
  'invoice.issue': 'issue invoices',
  'invoice.adjust': 'adjust invoices',
  'invoice.due': 'change due dates',
  'invoice.void': 'void invoices',
  'invoice.write_off': 'write invoices off',
  'payment.receive': 'record payments',
  'payment.void': 'void payments',
  'payment.charge_back': 'record chargebacks',
  'payment.allocate': 'allocate money to invoices',
  'payment.refund': 'pay money back',
  'payment.move': 'move money between customers',
  'dispute.open': 'open disputes',
  'dispute.resolve': 'resolve disputes',
  'collection.lift': 'lift and stop collection',
  'collection.run': 'run collection',
  'scheduled.cancel': 'cancel what waits for its day',
  'policy.set': 'set terms',
  'books.close': 'close the books and open them',
  'clock.set': 'create clocks and move them',
  'access.read': 'see users, keys, sessions and who signed in',
  'access.end': 'end sessions of others',
} as const satisfies Record<string, string>

export type Permission = keyof typeof permissions

/** Permissions whose operations come to an amount, so that a role may be limited in them. */
export const limited = [
  'invoice.adjust',
  'invoice.write_off',
  'credit.give',
  'payment.refund',
  'dispute.resolve',
] as const satisfies Permission[]

export const isLimited = (permission: Permission): boolean => (limited as readonly Permission[]).includes(permission)

export const permissionNames = Object.keys(permissions) as Permission[]
const reads = ['customer.read', 'settings.read'] as const satisfies Permission[]

/** What everybody who works with customers does. */
const support = [
  ...reads,
  'note.add',
  'payment.receive',
  'payment.allocate',
  'invoice.adjust',
  'dispute.open',
  'collection.lift',
] as const satisfies Permission[]

const billing = [
  ...support,
  'customer.open',
  'customer.change',
  'charge.book',
  'credit.give',
  'credit.void',
  'invoice.issue',
  'invoice.due',
  'invoice.void',
  'invoice.write_off',
  'payment.void',
  'payment.charge_back',
  'payment.refund',
  'payment.move',
  'dispute.resolve',
  'collection.run',
  'scheduled.cancel',
] as const satisfies Permission[]

/** Each role with its words, and the permissions that it is the name of. */
export const roles = {
  administrator: { words: 'Administrator', may: permissionNames },
  billing: { words: 'Billing', may: billing },
  support: { words: 'Support', may: support },
  auditor: { words: 'Auditor', may: [...reads, 'access.read'] },
  integration: {
    words: 'Integration',
    may: [...reads, 'customer.open', 'customer.change', 'charge.book', 'invoice.issue', 'payment.receive', 'note.add'],
  },
} as const satisfies Record<string, { readonly words: string; readonly may: readonly Permission[] }>

export type Role = keyof typeof roles

export const roleNames = Object.keys(roles) as Role[]

export const isPermission = (name: string): name is Permission => Object.hasOwn(permissions, name)

export const isRole = (name: string): name is Role => Object.hasOwn(roles, name)

const sets = Object.fromEntries(roleNames.map((role) => [role, new Set<Permission>(roles[role].may)]))

/** Whether a role has a permission. */
export const mayBy = (role: Role, permission: Permission): boolean => sets[role]?.has(permission) === true
