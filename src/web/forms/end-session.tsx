import { Button, Tooltip } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { remove, segment } from '../client/http.ts'
import { sentenceOf } from '../client/problem.ts'
import type { SessionRow } from '../client/queries.ts'
import { queryClient } from '../client/query-client.ts'
import { rolesQuery, sessionQuery } from '../client/session.ts'
import { mayAs } from './use-permitted.ts'

/** Ends a session; one's own is ended by signing out. */
export const EndSession = ({ row }: { readonly row: SessionRow }) => {
  const path = `/access/sessions/${segment(row.session)}`
  const { data: session } = useQuery(sessionQuery)
  const { data: roles } = useQuery(rolesQuery)
  const ending = useMutation({
    mutationFn: () => remove(path),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['sessions'] }),
  })
  if (row.is_this) return 'this one'
  const may = session == null || roles === undefined ? null : mayAs(session, roles, { method: 'DELETE', path })
  const reason = may?.yes === false ? may.reason : undefined
  return (
    <Tooltip label={reason ?? (ending.isError ? sentenceOf(ending.error) : '')} disabled={!reason && !ending.isError}>
      <Button
        variant="default"
        h={26}
        px={8}
        fz={12}
        loading={ending.isPending}
        aria-label={`End it, the session of ${row.name}`}
        aria-disabled={reason !== undefined}
        {...(reason !== undefined && { 'data-disabled': true, 'aria-description': reason })}
        onClick={() => reason === undefined && ending.mutate()}
      >
        End it
      </Button>
    </Tooltip>
  )
}
