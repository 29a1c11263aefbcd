import { Button, Skeleton } from '@mantine/core'
import { IconAlertTriangle, IconInbox } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import css from './ui.module.css'

/** Nothing to show: says why, and what to do about it. */
export const Empty = ({
  title,
  children,
  actions,
}: {
  readonly title: string
  readonly children?: ReactNode
  readonly actions?: ReactNode
}) => (
  <div className={css.state} role="status">
    <IconInbox size={28} stroke={1.4} aria-hidden />
    <h2>{title}</h2>
    {children !== undefined && <p>{children}</p>}
    {actions !== undefined && <div className={`${css.actionsRow} no-print`}>{actions}</div>}
  </div>
)

/** Reading failed: the sentence of the problem and, where it can help, another try. */
export const Failed = ({
  sentence,
  retry,
  children,
}: {
  readonly sentence: string
  readonly retry?: (() => void) | undefined
  readonly children?: ReactNode
}) => (
  <div className={css.state} role="alert">
    <IconAlertTriangle size={28} stroke={1.4} aria-hidden />
    <h2>This could not be read</h2>
    <p>{sentence}</p>
    <div className={css.actionsRow}>
      {retry && (
        <Button variant="default" onClick={retry}>
          Try again
        </Button>
      )}
      {children}
    </div>
  </div>
)

/** Grey lines in the place of what is being read. */
export const Loading = ({ lines = 6, label = 'Loading' }: { readonly lines?: number; readonly label?: string }) => (
  <div className={css.skeleton} role="status" aria-label={label}>
    {Array.from({ length: lines }, (_, n) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: lines without content have nothing else
      <Skeleton key={n} height={16} width={`${92 - ((n * 17) % 40)}%`} radius="sm" />
    ))}
  </div>
)
