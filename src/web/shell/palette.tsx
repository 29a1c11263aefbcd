import { useDebouncedValue } from '@mantine/hooks'
import { Spotlight } from '@mantine/spotlight'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { creditNoteQuery, customersQuery, invoiceQuery, paymentQuery } from '../client/queries.ts'
import { paths } from '../paths.ts'
import { StatusMark } from '../ui/status-mark.tsx'

const looksLikeId = (text: string): boolean => /\d/.test(text) && !/\s/.test(text)

const useHits = (text: string) => {
  const exact = { enabled: looksLikeId(text), retry: false, staleTime: 30_000 }
  const customers = useInfiniteQuery({ ...customersQuery(text, 8), enabled: text !== '' })
  const invoice = useQuery({ ...invoiceQuery(text), ...exact })
  const payment = useQuery({ ...paymentQuery(text), ...exact })
  const note = useQuery({ ...creditNoteQuery(text), ...exact })
  return {
    customers: text === '' ? [] : (customers.data?.pages[0]?.items ?? []),
    invoice: exact.enabled ? invoice.data : undefined,
    payment: exact.enabled ? payment.data : undefined,
    note: exact.enabled ? note.data : undefined,
    reading: text !== '' && (customers.isFetching || invoice.isFetching || payment.isFetching || note.isFetching),
  }
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

const Hits = ({ asked, hits }: { readonly asked: string; readonly hits: ReturnType<typeof useHits> }) => {
  const navigate = useNavigate()
  const { customers, invoice, payment, note } = hits
  return (
    <>
      {customers.map((row) => (
        <Spotlight.Action
          key={row.customer_id}
          label={row.name ?? row.customer_id}
          description={`Customer ${row.customer_id}`}
          rightSection={<StatusMark status={row.status} />}
          onClick={() => navigate(paths.customer(row.customer_id))}
        />
      ))}
      {invoice && (
        <Spotlight.Action
          label={`Invoice ${invoice.invoice}`}
          description={invoice.customer_name ?? invoice.customer_id}
          rightSection={invoice.status && <StatusMark status={invoice.status} />}
          onClick={() => navigate(paths.invoice(invoice.invoice))}
        />
      )}
      {payment && (
        <Spotlight.Action
          label={`Payment ${payment.payment_id}`}
          description={`Customer ${payment.customer_id}`}
          rightSection={payment.status && <StatusMark status={payment.status} />}
          onClick={() => navigate(paths.payment(payment.payment_id))}
        />
      )}
      {note?.credit_note && (
        <Spotlight.Action
          label={`Credit note ${note.credit_note}`}
          description={`Customer ${note.customer_id}`}
          rightSection={note.status && <StatusMark status={note.status} />}
          onClick={() => navigate(paths.creditNote(note.credit_note ?? ''))}
        />
      )}
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
  return (
    <>
      <Spotlight.Action label="Customers" onClick={() => navigate(paths.customers())} />
      <Spotlight.Action label="Audit search" onClick={() => navigate(paths.audit())} />
      <Spotlight.Action label="Policies" onClick={() => navigate(paths.policies())} />
    </>
  )
}

/** Search everywhere: customers by name or id, an invoice or payment by its id, or the words in all records. */
export const Palette = () => {
  const [text, setText] = useState('')
  const [asked] = useDebouncedValue(text.trim(), 180)
  const hits = useHits(asked)
  const ready = asked === text.trim() && !hits.reading
  const pressed = useFirstHit(ready)
  return (
    <Spotlight.Root
      query={text}
      onQueryChange={setText}
      shortcut="mod + K"
      scrollable
      maxHeight={420}
      radius="xl"
      attributes={{ content: { 'aria-label': 'Search everywhere' } }}
    >
      <Spotlight.Search
        placeholder="Customer, invoice, payment, or any id"
        aria-label="Search everywhere"
        onKeyDown={(event) => pressed(event.key)}
      />
      {/* A new list for every answer: what was chosen in the last one is not a choice in this one. */}
      <Spotlight.ActionsList data-palette-list key={ready ? asked : 'reading'}>
        {ready && asked === '' && <Places />}
        {ready && asked !== '' && <Hits asked={asked} hits={hits} />}
        {!ready && <Spotlight.Empty>Searching…</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}
