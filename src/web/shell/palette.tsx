import { useDebouncedValue } from '@mantine/hooks'
import { Spotlight } from '@mantine/spotlight'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { sentenceOf } from '../client/problem.ts'
import { type CustomerRow, customersQuery } from '../client/queries.ts'
import { sessionQuery } from '../client/session.ts'
import { type FoundBy, foundWords, pathOfFound } from '../found-by.ts'
import { paths } from '../paths.ts'
import { Failed } from '../ui/states.tsx'
import { StatusMark } from '../ui/status-mark.tsx'

/** Every customer found, and before him what of his was: an id that was pasted leads to its own page at once. */
const useHits = (text: string) => {
  const customers = useInfiniteQuery({ ...customersQuery(text, 8), enabled: text !== '' })
  const rows = text === '' ? [] : (customers.data?.pages[0]?.items ?? [])
  const reading = text !== '' && customers.isFetching
  return { rows, reading, failure: text !== '' && !reading ? customers.error : null, again: customers.refetch }
}

const firstAction = (): HTMLElement | null => document.querySelector('[data-palette-list] button')
const chosenAction = (): HTMLElement | null => document.querySelector('[data-palette-list] [data-selected]')

/** Enter without a choice takes the first hit, also when it was pressed before the hits were there. */
const useFirstHit = (ready: boolean) => {
  const [wanted, setWanted] = useState(false)
  useEffect(() => {
    if (!wanted || !ready) return
    setWanted(false)
    firstAction()?.click()
  }, [wanted, ready])
  return (key: string) => setWanted(key === 'Enter' && chosenAction() === null)
}

const isThing = ({ as }: FoundBy): boolean => as !== 'email'
const emailOf = (row: CustomerRow): string | undefined => row.found.find((by) => !isThing(by))?.id

const Hits = ({ asked, rows }: { readonly asked: string; readonly rows: readonly CustomerRow[] }) => {
  const navigate = useNavigate()
  return (
    <>
      {rows.flatMap((row) => [
        ...row.found
          .filter(isThing)
          .map((by) => (
            <Spotlight.Action
              key={`${row.customer_id} ${by.as} ${by.id}`}
              label={foundWords(by)}
              description={`${row.name ?? 'Name erased'}, customer ${row.customer_id}`}
              onClick={() => navigate(pathOfFound(row.customer_id, by))}
            />
          )),
        <Spotlight.Action
          key={row.customer_id}
          label={row.name ?? row.customer_id}
          description={[`Customer ${row.customer_id}`, emailOf(row)].filter(Boolean).join(', ')}
          rightSection={<StatusMark status={row.status} />}
          onClick={() => navigate(paths.customer(row.customer_id))}
        />,
      ])}
      <Spotlight.Action
        label={`Search all records for “${asked}”`}
        description="Audit search"
        onClick={() => navigate(paths.audit({ q: asked }))}
      />
    </>
  )
}

const Places = () => {
  const navigate = useNavigate()
  const { data: session } = useQuery(sessionQuery)
  return (
    <>
      <Spotlight.Action label="Customers" onClick={() => navigate(paths.customers())} />
      <Spotlight.Action label="Audit search" onClick={() => navigate(paths.audit())} />
      <Spotlight.Action label="Policies" onClick={() => navigate(paths.policies())} />
      {session?.permissions.includes('access.read') && (
        <Spotlight.Action label="Users & keys" onClick={() => navigate(paths.access())} />
      )}
    </>
  )
}

/** Search everywhere: customers by all that leads to them, what of theirs was found, or the words in all records. */
export const Palette = () => {
  const [text, setText] = useState('')
  const [asked] = useDebouncedValue(text.trim(), 180)
  const hits = useHits(asked)
  const ready = asked === text.trim() && !hits.reading
  const failed = ready && hits.failure !== null
  const pressed = useFirstHit(ready && !failed)
  return (
    <Spotlight.Root
      query={text}
      onQueryChange={setText}
      shortcut="mod + K"
      scrollable
      maxHeight={420}
      radius="xl"
      transitionProps={{ duration: 0 }}
      attributes={{ content: { 'aria-label': 'Search everywhere' } }}
    >
      {/* There and focused before the next key: who types on right after Ctrl+K loses no letter. */}
      <Spotlight.Search
        autoFocus
        placeholder="Name, e-mail, invoice, payment, or any id"
        aria-label="Search everywhere"
        onKeyDown={(event) => pressed(event.key)}
      />
      {/* A new list for every answer: what was chosen in the last one is not a choice in this one. */}
      <Spotlight.ActionsList data-palette-list key={ready ? asked : 'reading'}>
        {ready && asked === '' && <Places />}
        {failed && <Failed sentence={sentenceOf(hits.failure)} retry={() => hits.again()} />}
        {ready && asked !== '' && !failed && <Hits asked={asked} rows={hits.rows} />}
        {!ready && <Spotlight.Empty>Searching…</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}
