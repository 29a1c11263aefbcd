import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { ChainAnswer } from '../../contract/answers.ts'
import { isUnknown, sentenceOf } from '../client/problem.ts'
import { chainQuery, customerQuery } from '../client/queries.ts'
import { paths } from '../paths.ts'
import { ScopeProvider } from '../scope.ts'
import { netEffects, titleOf } from '../table/chains.ts'
import { NetEffects } from '../table/net-effect.tsx'
import { Card } from '../ui/card.tsx'
import { Facts } from '../ui/facts.tsx'
import { LoadMore } from '../ui/load-more.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { Failed, Loading } from '../ui/states.tsx'
import { plainWords } from '../ui/status.ts'
import { count, countText, momentOf } from '../ui/time.ts'
import { useTitle } from '../use-title.ts'
import { focusRecord } from '../why/focus-record.ts'
import { ChainTree } from './chain-tree.tsx'
import css from './pages.module.css'

const route = getRouteApi('/shell/customers/$customer/chains/$root')

const OperationFacts = ({ chain, zone }: { readonly chain: ChainAnswer; readonly zone: string }) => {
  const { operation } = chain
  return (
    <Card title="Operation" padded>
      <Facts
        facts={[
          { label: 'What', value: plainWords(operation.op) },
          { label: 'Who', value: operation.actor },
          { label: 'Channel', value: operation.channel },
          { label: 'Realm', value: operation.realm },
          { label: 'Reference', value: operation.reference ?? 'none' },
          { label: 'Recorded', value: momentOf(operation.recorded_at, zone) },
          { label: 'Rules', value: `version ${operation.rules}` },
          { label: 'Belongs to', value: operation.correlation_id },
        ]}
      />
      <details>
        <summary>The command as it was given</summary>
        <pre className={css.command}>{JSON.stringify(operation.command, null, 2)}</pre>
      </details>
    </Card>
  )
}

/** Moves to the record that the address names, once the records are there. */
const useNamedRecord = (customer: string, ready: boolean): void => {
  useEffect(() => {
    const seq = /^#record-(\d+)$/.exec(window.location.hash)?.[1]
    if (ready && seq !== undefined) focusRecord(customer, Number(seq))
  }, [customer, ready])
}

const ChainView = ({
  chain,
  name,
  zone,
  currency,
  more,
}: {
  readonly chain: ChainAnswer
  readonly more: { readonly loading: boolean; readonly onMore: () => void }
  readonly name: string
  readonly zone: string
  readonly currency: string
}) => {
  const [root] = chain.records
  const customer = chain.customer_id
  const effects = netEffects(chain.records)
  useNamedRecord(customer, true)
  return (
    <ScopeProvider value={{ customer, name, currency, zone, dials: {} }}>
      <PageHead
        crumbs={[
          <Link key="all" {...paths.customers()}>
            Customers
          </Link>,
          <Link key="customer" {...paths.customer(customer)}>
            {name}
          </Link>,
          `Chain #${chain.root_seq}`,
        ]}
        title={titleOf({ root, lines: chain.records })}
        meta={`${count(chain.count, 'record')}${root ? ` · ${momentOf(root.effective_at, zone)}, ${zone}` : ''}`}
      />
      {effects.length > 0 && (
        <p className={css.inline}>
          <NetEffects effects={effects} most={8} />
        </p>
      )}
      <div className={css.two}>
        <Card title="Records, by cause">
          <ChainTree chain={chain} />
          {chain.left_out > 0 && (
            <LoadMore
              shown={`${countText({ count: chain.records.length, at_least: false })} of ${countText({ count: chain.count, at_least: false })} records`}
              hasMore
              {...more}
            />
          )}
        </Card>
        <OperationFacts chain={chain} zone={zone} />
      </div>
    </ScopeProvider>
  )
}

/** The pages of a chain as one. */
const wholeOf = (pages: readonly ChainAnswer[]): ChainAnswer | undefined => {
  const last = pages.at(-1)
  return last && { ...last, records: pages.flatMap((page) => page.records) }
}

/** A chain: what one operation led to, record by record. */
export const ChainPage = () => {
  const { customer, root } = route.useParams()
  const answer = useInfiniteQuery(chainQuery(customer, root))
  const owner = useQuery(customerQuery(customer))
  useTitle(`Chain #${root}`)
  const failed = answer.error ?? owner.error
  if (failed)
    return (
      <Failed page sentence={sentenceOf(failed)} retry={isUnknown(failed) ? undefined : () => void answer.refetch()} />
    )
  const chain = wholeOf(answer.data?.pages ?? [])
  if (!chain || !owner.data) return <Loading lines={10} label="Reading the chain" />
  const { name, customer_id: id, time_zone: zone, currency } = owner.data
  return (
    <ChainView
      chain={chain}
      name={name ?? id}
      zone={zone}
      currency={currency}
      more={{ loading: answer.isFetchingNextPage, onMore: () => void answer.fetchNextPage() }}
    />
  )
}
