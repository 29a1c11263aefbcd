import { IconCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { rolesAnswer } from '../../contract/answers.ts'
import { sentenceOf } from '../client/problem.ts'
import { rolesQuery } from '../client/session.ts'
import css from '../table/access.module.css'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { Failed, Loading } from '../ui/states.tsx'
import ui from '../ui/ui.module.css'

type Roles = z.infer<typeof rolesAnswer>
type Row = Roles['permissions'][number]

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

const Yes = () => (
  <span className={css.yes}>
    <IconCheck size={14} aria-hidden />
    yes
  </span>
)

type Role = Roles['roles'][number]
type Limit = Role['limits'][number]

const limitWords = ({ currency, each, per_day }: Limit): string =>
  [
    ...(each === null ? [] : [`to ${each} ${currency}`]),
    ...(per_day === null ? [] : [`${per_day} ${currency} a day`]),
  ].join(', ')

const May = ({ role, row }: { readonly role: Role; readonly row: Row }) => {
  if (!role.permissions.includes(row.permission)) return <span className={ui.meta}>no</span>
  const limits = role.limits.filter((one) => one.permission === row.permission)
  return limits.length === 0 ? <Yes /> : limits.map(limitWords).join('; ')
}

const columnsOf = ({ roles }: Roles): readonly Column<Row>[] => [
  { header: 'Deed', cell: (row) => capital(row.words) },
  ...roles.map((role) => ({
    header: role.words,
    cell: (row: Row) => <May role={role} row={row} />,
  })),
]

/** What each role may do. */
export const RolesTable = () => {
  const answer = useQuery(rolesQuery)
  return (
    <div className={ui.card}>
      {answer.isPending && <Loading lines={12} label="Reading the roles" />}
      {answer.isError && <Failed sentence={sentenceOf(answer.error)} retry={() => answer.refetch()} />}
      {answer.data !== undefined && (
        <DataTable
          caption="What each role may do"
          columns={columnsOf(answer.data)}
          rows={answer.data.permissions}
          rowKey={(row) => row.permission}
        />
      )}
    </div>
  )
}
