import type { AuditLine, ChainAnswer } from '../../contract/answers.ts'
import { useScope } from '../scope.ts'
import { AfterCell, ChangeCell, SentenceCell } from '../table/cells.tsx'
import { kinds } from '../table/kinds.ts'
import { clockOf } from '../ui/time.ts'
import { recordMark } from '../why/focus-record.ts'
import { RecordLink } from '../why/record-link.tsx'
import css from './chain-tree.module.css'

type Node = { readonly line: AuditLine; readonly depth: number }

/** The records in the order of the tree, each with how deep it stands. */
const nodesOf = (chain: ChainAnswer): readonly Node[] => {
  const children = Map.groupBy(chain.records, (line) => line.parent_seq ?? 0)
  const known = new Set(chain.records.map((line) => line.seq))
  const below = (parent: number, depth: number): Node[] =>
    (children.get(parent) ?? []).flatMap((line) => [{ line, depth }, ...below(line.seq, depth + 1)])
  const roots = chain.records.filter((line) => line.parent_seq === null || !known.has(line.parent_seq))
  return roots.flatMap((line) => [{ line, depth: 0 }, ...below(line.seq, 1)])
}

const Ties = ({ line }: { readonly line: AuditLine }) => {
  const others = line.causes.filter((cause) => cause.seq !== line.parent_seq)
  if (others.length === 0) return null
  return (
    <span className={css.ties}>
      {others.map((cause) => (
        <span key={`${cause.role} ${cause.seq}`}>
          {' '}
          {cause.role}{' '}
          <RecordLink customer={cause.customer_id ?? line.customer_id} seq={cause.seq} root={cause.seq}>
            ↑ #{cause.seq}
          </RecordLink>
        </span>
      ))}
    </span>
  )
}

const Row = ({ line, depth }: Node) => {
  const { zone } = useScope()
  const { word, icon: Icon } = kinds[line.kind]
  return (
    <li className={css.treeRow} data-row data-record={recordMark(line.customer_id, line.seq)} tabIndex={-1}>
      <div className={css.treeSentence} style={{ paddingLeft: depth * 20 }}>
        <span>#{line.seq}</span>
        <Icon size={14} stroke={1.6} aria-label={word} role="img" />
        <span>
          <SentenceCell line={line} />
          <Ties line={line} />
        </span>
      </div>
      <div className={css.right}>
        <ChangeCell line={line} />
      </div>
      <div className={`${css.right} ${css.strong}`}>
        <AfterCell line={line} />
      </div>
      <time className={css.time} dateTime={line.effective_at}>
        {clockOf(line.effective_at, zone)}
      </time>
    </li>
  )
}

/** The tree of a chain: every record under the record that caused it. */
export const ChainTree = ({ chain }: { readonly chain: ChainAnswer }) => (
  <ol className={css.tree}>
    {nodesOf(chain).map(({ line, depth }) => (
      <Row key={`${line.seq}.${line.line}`} line={line} depth={depth} />
    ))}
  </ol>
)
