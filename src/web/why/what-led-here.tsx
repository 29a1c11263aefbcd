import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Explanation } from '../../contract/answers.ts'
import { type Dials, explainChainQuery } from '../client/queries.ts'
import { useScope } from '../scope.ts'
import { dayOf } from '../ui/time.ts'
import { RecordLink } from './record-link.tsx'
import css from './why.module.css'

type Props = {
  readonly why: Explanation
  readonly customer: string
  readonly dials: Dials
  readonly onFollow: () => void
}

const atFirst = 6

/** The operations that moved the figure, in order; of many, the last ones first of all, and how many there are. */
export const WhatLedHere = ({ why, customer, dials, onFollow }: Props) => {
  const { zone } = useScope()
  const [all, setAll] = useState(false)
  const before = useInfiniteQuery({
    ...explainChainQuery(customer, why, dials),
    enabled: false,
  })
  if (why.chain.length === 0) return null
  const earlier = (before.data?.pages ?? []).flatMap((page) => page.items.toReversed()).toReversed()
  const links = [...earlier, ...why.chain]
  const hidden = all ? 0 : Math.max(0, links.length - atFirst)
  const hasMore = why.chain_next !== null && (before.data === undefined || before.hasNextPage)
  const more = () => void (before.data === undefined ? before.refetch() : before.fetchNextPage())
  return (
    <section>
      <h3>What led here</h3>
      {hidden > 0 && (
        <Button variant="subtle" h={24} px={0} fz={12} onClick={() => setAll(true)}>
          Show {hidden} earlier
        </Button>
      )}
      {hidden === 0 && hasMore && (
        <div className={css.line}>
          <Button variant="subtle" h={24} px={0} fz={12} loading={before.isFetching} onClick={more}>
            Load earlier ones
          </Button>
          <span className={css.soft} role="status">
            {links.length.toLocaleString('en')} of {why.chain_at_least && 'at least '}
            {why.chain_count.toLocaleString('en')}
          </span>
        </div>
      )}
      <ol className={css.chain}>
        {links.slice(hidden).map((link) => (
          <li key={link.seq}>
            <time dateTime={link.effective_at}>{dayOf(link.effective_at, zone)}</time>
            <span>{link.sentence}</span>
            <RecordLink customer={customer} seq={link.seq} root={link.root_seq} onFollow={onFollow} />
          </li>
        ))}
      </ol>
    </section>
  )
}
