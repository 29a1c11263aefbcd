import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Explanation } from '../../contract/answers.ts'
import { useScope } from '../scope.ts'
import { dayOf } from '../ui/time.ts'
import { RecordLink } from './record-link.tsx'
import css from './why.module.css'

type Props = { readonly why: Explanation; readonly customer: string; readonly onFollow: () => void }

const atFirst = 6

/** The operations that moved the figure, in order; of many, the last ones first of all. */
export const WhatLedHere = ({ why, customer, onFollow }: Props) => {
  const { zone } = useScope()
  const [all, setAll] = useState(false)
  if (why.chain.length === 0) return null
  const earlier = all ? 0 : Math.max(0, why.chain.length - atFirst)
  return (
    <section>
      <h3>What led here</h3>
      {earlier > 0 && (
        <Button variant="subtle" h={24} px={0} fz={12} onClick={() => setAll(true)}>
          Show {earlier} earlier
        </Button>
      )}
      <ol className={css.chain}>
        {why.chain.slice(earlier).map((link) => (
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
