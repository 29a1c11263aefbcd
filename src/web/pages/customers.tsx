import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { sentenceOf } from '../client/problem.ts'
import { customersQuery } from '../client/queries.ts'
import { customerColumns } from '../table/list-columns.tsx'
import { LongTable } from '../table/long-table.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { Empty, Failed, Loading } from '../ui/states.tsx'
import ui from '../ui/ui.module.css'
import { useTitle } from '../use-title.ts'
import css from './pages.module.css'

const route = getRouteApi('/shell/customers')

const Nobody = ({ q, onReset }: { readonly q: string | undefined; readonly onReset: () => void }) =>
  q === undefined ? (
    <Empty title="There is no customer yet">
      Customers appear here when they are opened over the API or imported from a file.
    </Empty>
  ) : (
    <Empty
      title={`“${q}” leads to no customer`}
      actions={
        <Button variant="default" onClick={onReset}>
          Show all customers
        </Button>
      }
    >
      The search looks for names, e-mails and references by their words, for ids of customers, invoices, payments,
      credits and disputes by their beginning, and for whole xDR ids.
    </Empty>
  )

/** All customers with what they owe. */
export const CustomersPage = () => {
  useTitle('Customers')
  const { q } = route.useSearch()
  const navigate = route.useNavigate()
  const answer = useInfiniteQuery(customersQuery(q))
  const rows = answer.data?.pages.flatMap((page) => page.items) ?? []
  const search = (text: string) => navigate({ search: { q: text === '' ? undefined : text }, replace: true })
  return (
    <>
      <PageHead
        title="Customers"
        actions={
          <SearchField
            label="Search customers"
            placeholder="Name, e-mail or any id"
            value={q ?? ''}
            onSearch={search}
          />
        }
      />
      <div className={`${ui.card} ${css.panel}`}>
        {answer.isPending && <Loading lines={12} label="Reading the customers" />}
        {answer.isError && rows.length === 0 && (
          <Failed sentence={sentenceOf(answer.error)} retry={() => answer.refetch()} />
        )}
        {answer.isSuccess && rows.length === 0 && <Nobody q={q} onReset={() => search('')} />}
        {rows.length > 0 && (
          <LongTable
            caption="Customers"
            columns={customerColumns}
            rows={rows}
            rowKey={(row) => row.customer_id}
            noun="customer"
            more={{ has: answer.hasNextPage, loading: answer.isFetchingNextPage, load: () => answer.fetchNextPage() }}
          />
        )}
      </div>
    </>
  )
}
