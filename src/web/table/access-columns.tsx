import type { AccessRow, KeyRow, SessionRow, UserRow } from '../client/queries.ts'
import { EndSession } from '../forms/end-session.tsx'
import type { Column } from '../ui/data-table.tsx'
import { plainWords } from '../ui/status.ts'
import { momentOf } from '../ui/time.ts'
import ui from '../ui/ui.module.css'
import css from './access.module.css'

const Person = ({ name, email }: { readonly name: string; readonly email: string }) => (
  <span>
    {name}
    {email !== name && <span className={`${ui.meta} ${css.below}`}>{email}</span>}
  </span>
)

const sessionsOf = (count: number): string => (count === 1 ? '1 session' : `${count} sessions`)

/** The columns of who may sign in. */
export const userColumns = (zone: string): readonly Column<UserRow>[] => [
  { header: 'User', cell: (row) => <Person name={row.name} email={row.email} /> },
  { header: 'Role', cell: (row) => plainWords(row.role) },
  {
    header: 'Signed in last',
    cell: (row) => (row.signed_in_at === null ? 'not known' : momentOf(row.signed_in_at, zone)),
  },
  { header: 'Now', cell: (row) => (row.sessions === 0 ? 'not signed in' : sessionsOf(row.sessions)) },
  { header: 'Added', cell: (row) => momentOf(row.added_at, zone) },
]

/** The columns of the keys of the API. */
export const keyColumns = (zone: string): readonly Column<KeyRow>[] => [
  { header: 'Key', cell: (row) => row.name },
  { header: 'Id', cell: (row) => <span className={ui.meta}>{row.key}</span> },
  {
    header: 'Integration',
    cell: (row) => (row.integration === `key:${row.key}` ? 'its own' : row.integration),
  },
  { header: 'Role', cell: (row) => plainWords(row.role) },
  { header: 'Made', cell: (row) => momentOf(row.made_at, zone) },
  { header: 'Ends', cell: (row) => (row.ends_at === null ? 'no end' : momentOf(row.ends_at, zone)) },
]

/** What a browser calls itself, by the name and system that people know; all of it where neither is found. */
const browserOf = (agent: string | null): string => {
  if (agent === null) return 'not said'
  const [, name] = /(Edg|OPR|Firefox|Chrome|Safari)\//.exec(agent) ?? []
  const [, system] = /\((?:X11; )?(Windows|Macintosh|Linux|iPhone|iPad|Android)/.exec(agent) ?? []
  const known: Readonly<Record<string, string>> = { Edg: 'Edge', OPR: 'Opera', Macintosh: 'macOS' }
  const words = [name, system].flatMap((word) => (word === undefined ? [] : [known[word] ?? word]))
  return words.length === 0 ? agent : words.join(', ')
}

/** The columns of the sessions of all users. */
export const sessionColumns = (zone: string): readonly Column<SessionRow>[] => [
  { header: 'User', cell: (row) => <Person name={row.name} email={row.email} /> },
  { header: 'From', cell: (row) => row.ip ?? 'not known' },
  { header: 'Browser', cell: (row) => <span title={row.agent ?? undefined}>{browserOf(row.agent)}</span> },
  { header: 'Signed in', cell: (row) => momentOf(row.opened_at, zone) },
  { header: 'Used last', cell: (row) => momentOf(row.seen_at, zone) },
  { header: 'Ends by', cell: (row) => momentOf(row.ends_at, zone) },
  { header: 'End', right: true, cell: (row) => <EndSession row={row} /> },
]

/** The columns of who came. */
export const accessColumns = (zone: string): readonly Column<AccessRow>[] => [
  { header: 'When', width: 160, cell: (row) => momentOf(row.at, zone) },
  { header: 'What', cell: (row) => row.sentence },
  { header: 'From', cell: (row) => row.ip ?? 'not known' },
  { header: 'Browser', cell: (row) => <span title={row.agent ?? undefined}>{browserOf(row.agent)}</span> },
]
