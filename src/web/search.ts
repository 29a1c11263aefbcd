import { z } from 'zod'

/** What stands in the address. A part that cannot be read is taken as left out, so that no address is a dead end. */
const word = z.string().min(1).optional().catch(undefined)
const oneOf = <const T extends readonly [string, ...string[]]>(words: T) => z.enum(words).optional().catch(undefined)

/** The dials, and the figure whose explanation is open. */
export const dialSearch = z.object({ as_of: word, known_at: word, why: word })
export type DialSearch = z.infer<typeof dialSearch>

/** The filters of an audit log and how it is shown. */
export const auditSearch = z.object({
  period: word,
  time: oneOf(['recorded']),
  q: word,
  kind: word,
  type: word,
  figure: word,
  subject: word,
  invoice: word,
  xdr: word,
  actor: word,
  channel: word,
  amount: word,
  direction: oneOf(['increase', 'decrease']),
  chain: word,
  view: oneOf(['flat']),
  order: oneOf(['asc']),
})
export type AuditSearch = z.infer<typeof auditSearch>

export const tabs = ['audit', 'invoices', 'payments', 'credits', 'xdrs', 'notes', 'messages', 'scheduled'] as const
export type Tab = (typeof tabs)[number]

/** A customer page: which tab, the dials, and the filters of its audit log. */
export const customerSearch = z.object({
  tab: z.enum(tabs).optional().catch(undefined),
  ...dialSearch.shape,
  ...auditSearch.shape,
})
export type CustomerSearch = z.infer<typeof customerSearch>

export const customersSearch = z.object({ q: word })
/** Whose terms are shown: of a class, of a customer, or which classes have some. */
export const policiesSearch = z.object({ class: word, customer: word })
export type PoliciesSearch = z.infer<typeof policiesSearch>

export const accessTabs = ['users', 'roles', 'keys', 'sessions', 'log'] as const
export type AccessTab = (typeof accessTabs)[number]

/** Users, roles, keys, sessions, who came: which of them is shown. */
export const accessSearch = z.object({ tab: z.enum(accessTabs).optional().catch(undefined) })
export type AccessSearch = z.infer<typeof accessSearch>

export const signInSearch = z.object({ next: word })

/** The address as plain words: every value is a text and stands there as it is. */
export const parseSearch = (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text))

/** The other way; what is undefined is left out. */
export const stringifySearch = (search: Record<string, unknown>): string => {
  const said = Object.entries(search).filter(([, value]) => value !== undefined && value !== '')
  const text = new URLSearchParams(said.map(([name, value]) => [name, String(value)])).toString()
  return text === '' ? '' : `?${text.replaceAll('%2C', ',').replaceAll('%3A', ':')}`
}
