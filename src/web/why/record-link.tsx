import { Link } from '@tanstack/react-router'
import type { MouseEvent, ReactNode } from 'react'
import { paths } from '../paths.ts'
import css from '../ui/ui.module.css'
import { focusRecord } from './focus-record.ts'

type Props = {
  readonly customer: string
  readonly seq: number
  /** The root of the chain that the record belongs to. */
  readonly root: number
  readonly children?: ReactNode
  readonly label?: string
  readonly plain?: boolean
  readonly onFollow?: (() => void) | undefined
  readonly mark?: 'cause' | 'effect'
}

const plainClick = (event: MouseEvent): boolean => !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)

/** A link to a record: moves to its row where it is on the page, else opens its chain at that record. */
export const RecordLink = ({ customer, seq, root, children, label, plain = false, onFollow, mark }: Props) => (
  <Link
    {...paths.chain(customer, root)}
    hash={`record-${seq}`}
    className={plain ? undefined : css.link}
    aria-label={label}
    data-cause={mark === 'cause' || undefined}
    data-effect={mark === 'effect' || undefined}
    onClick={(event) => {
      onFollow?.()
      if (plainClick(event) && focusRecord(customer, seq)) event.preventDefault()
    }}
  >
    {children ?? `#${seq}`}
  </Link>
)
