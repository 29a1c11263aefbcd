import type { AuditLine } from '../../contract/answers.ts'
import { longDay } from '../ui/time.ts'
import css from './audit.module.css'
import { AuditRows, ColumnHeads } from './audit-rows.tsx'
import { ChainCard } from './chain-card.tsx'
import { type Block, blocksOf, chainsOf, daysOf } from './chains.ts'
import type { Layout } from './columns.tsx'

type Props = {
  readonly lines: readonly AuditLine[]
  readonly layout: Layout
  readonly today: string
  /** Whether filters may hide records of a chain. */
  readonly narrowed: boolean
}

type BlockProps = Pick<Props, 'layout' | 'narrowed'> & { readonly block: Block; readonly reachable: boolean }

const BlockCard = ({ block, layout, reachable, narrowed }: BlockProps) => {
  if (!block.single)
    return block.chains.map((chain) => (
      <ChainCard key={chain.key} chain={chain} layout={layout} reachable={reachable} narrowed={narrowed} />
    ))
  const lines = block.chains.flatMap((chain) => chain.lines)
  return (
    <div className={css.card}>
      <AuditRows caption="Single records" lines={lines} layout={{ ...layout, late: true }} reachable={reachable} />
    </div>
  )
}

const Chains = ({ lines, layout, today, narrowed }: Props) =>
  daysOf(chainsOf(lines), layout.time, layout.zone).map((day, n) => (
    <section key={`${day.day} ${day.chains[0]?.key}`} className={css.day} aria-labelledby={`day-${n}`}>
      <h2 id={`day-${n}`}>
        {longDay(day.day)}
        {day.day === today && <span>today</span>}
      </h2>
      {blocksOf(day.chains).map((block, m) => (
        <BlockCard key={block.key} block={block} layout={layout} reachable={n === 0 && m === 0} narrowed={narrowed} />
      ))}
    </section>
  ))

/** Records under their days and chains, or one under the other. */
export const Timeline = (props: Props) => (
  <div className={css.timeline}>
    <ColumnHeads layout={props.layout} />
    {props.layout.flat ? (
      <div className={css.card}>
        <AuditRows caption="Records" lines={props.lines} layout={props.layout} reachable />
      </div>
    ) : (
      <Chains {...props} />
    )}
  </div>
)
