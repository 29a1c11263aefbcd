import { Button, Skeleton } from '@mantine/core'
import { IconAlertTriangle, IconInbox } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import css from './ui.module.css'

type Common = {
  /** Whether it stands for the whole page, and so carries the page's heading. */
  readonly page?: boolean
}

const Heading = ({ page, children }: Common & { readonly children: string }) =>
  page ? <h1>{children}</h1> : <h2>{children}</h2>

type EmptyProps = Common & { readonly title: string; readonly children?: ReactNode; readonly actions?: ReactNode }

/** Nothing to show: says why, and what to do about it. */
export const Empty = ({ title, children, actions, page = false }: EmptyProps) => (
  <div className={css.state} role="status">
    <IconInbox size={28} stroke={1.4} aria-hidden />
    <Heading page={page}>{title}</Heading>
    {children !== undefined && <p>{children}</p>}
    {actions !== undefined && <div className={`${css.actionsRow} no-print`}>{actions}</div>}
  </div>
)

type FailedProps = Common & { readonly sentence: string; readonly retry?: (() => void) | undefined }

/** Reading failed: the sentence of the problem and, where it can help, another try. */
export const Failed = ({ sentence, retry, page = false }: FailedProps) => (
  <div className={css.state} role="alert">
    <IconAlertTriangle size={28} stroke={1.4} aria-hidden />
    <Heading page={page}>This could not be read</Heading>
    <p>{sentence}</p>
    {retry && (
      <div className={css.actionsRow}>
        <Button variant="default" onClick={retry}>
          Try again
        </Button>
      </div>
    )}
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
