import type { Query } from '../client/http.ts'
import type { Dials } from '../client/queries.ts'
import type { AuditSearch } from '../search.ts'
import { windowOf } from '../ui/period.ts'

/** The filters that narrow what is listed, beside the window and free text. */
export const filters = [
  'kind',
  'type',
  'figure',
  'subject',
  'invoice',
  'xdr',
  'actor',
  'channel',
  'amount',
  'direction',
  'chain',
] as const
export type Filter = (typeof filters)[number]

/** The filters a person adds by hand, with an example of what to type. */
export const filtersToAdd: Readonly<Partial<Record<Filter, { readonly name: string; readonly hint: string }>>> = {
  invoice: { name: 'Invoice', hint: '2026-09-001' },
  xdr: { name: 'xDR id', hint: '2204' },
  actor: { name: 'Actor', hint: 'maria, or -system for all others' },
  channel: { name: 'Channel', hint: 'web, api, cli, clock' },
  amount: { name: 'Amount', hint: '30, >=30 or 10..30' },
  chain: { name: 'Chain', hint: 'number of its first record' },
}

/** What the page asks the API for. */
export const auditParameters = (search: AuditSearch, today: string, dials: Dials = {}): Query => {
  const { from, to } = windowOf(search.period, today)
  const narrowed = Object.fromEntries(filters.map((name) => [name, search[name]]))
  return {
    ...narrowed,
    from,
    to,
    q: search.q,
    time: search.time ?? 'effective',
    order: search.order ?? 'desc',
    ...dials,
  }
}

/** Whether anything but the window hides records. */
export const isNarrowed = (search: AuditSearch): boolean =>
  search.q !== undefined || filters.some((name) => search[name] !== undefined)

/** The search without anything that narrows it. */
export const widened = (search: AuditSearch): AuditSearch => ({
  ...search,
  ...Object.fromEntries(filters.map((name) => [name, undefined])),
  q: undefined,
})
