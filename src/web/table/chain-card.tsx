import { UnstyledButton } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useId, useState } from 'react'
import { paths } from '../paths.ts'
import { count } from '../ui/time.ts'
import ui from '../ui/ui.module.css'
import css from './audit.module.css'
import { AuditRows } from './audit-rows.tsx'
import { lateness } from './cells.tsx'
import { adjustedInvoices, type Chain, netEffects, titleOf } from './chains.ts'
import type { Layout } from './columns.tsx'
import { NetEffects } from './net-effect.tsx'
import { PromiseMark } from './promise-mark.tsx'

type Props = { readonly chain: Chain; readonly layout: Layout; readonly reachable: boolean; readonly narrowed: boolean }

const mostEffects = 3

const Effects = ({ chain }: { readonly chain: Chain }) => (
  <>
    <NetEffects effects={netEffects(chain.lines)} most={mostEffects} />
    {adjustedInvoices(chain.lines).map((invoice) => (
      <PromiseMark key={invoice} invoice={invoice} />
    ))}
  </>
)

/** One operation: its cause as title, its net effect, who did it, and its records. */
export const ChainCard = ({ chain, layout, reachable, narrowed }: Props) => {
  const id = useId()
  const [open, setOpen] = useState(true)
  const first = chain.lines[0]
  const title = titleOf(chain)
  const late = first ? lateness(first, layout.zone) : ''
  const shown = `${count(chain.lines.length, 'record')}${narrowed ? ' shown' : ''}`
  return (
    <section className={css.card} aria-labelledby={id}>
      <div className={css.cardHead}>
        <UnstyledButton
          className={css.fold}
          aria-expanded={open}
          aria-label={`Records of ${title}`}
          onClick={() => setOpen(!open)}
        >
          {open ? <IconChevronDown size={16} aria-hidden /> : <IconChevronRight size={16} aria-hidden />}
        </UnstyledButton>
        <h3 id={id}>{title}</h3>
        <Effects chain={chain} />
        <span className={css.cardMeta}>
          {chain.root === undefined && <span>its cause, record {chain.rootSeq}, is not among these</span>}
          {late !== '' && <span>{late}</span>}
          <span>{first?.actor}</span>
          <span>{shown}</span>
          <Link {...paths.chain(chain.customer, chain.rootSeq)} className={ui.link}>
            Chain #{chain.rootSeq}
          </Link>
        </span>
      </div>
      {open && <AuditRows caption={title} lines={chain.lines} layout={layout} reachable={reachable} />}
    </section>
  )
}
