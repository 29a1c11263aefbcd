import { Fragment, type ReactNode } from 'react'
import css from './ui.module.css'

type Props = {
  /** From the root to here; the last one is the page itself. */
  readonly crumbs?: readonly ReactNode[]
  readonly title: string
  readonly beside?: ReactNode
  readonly meta?: ReactNode
  readonly actions?: ReactNode
}

/** Where one is, what it is, how it is, and what can be done with it. */
export const PageHead = ({ crumbs = [], title, beside, meta, actions }: Props) => (
  <>
    {crumbs.length > 0 && (
      <nav className={`${css.crumbs} no-print`} aria-label="Breadcrumb">
        <ol>
          {crumbs.map((crumb, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the place is the identity of a crumb
            <li key={n}>{crumb}</li>
          ))}
        </ol>
      </nav>
    )}
    <header className={css.head}>
      <h1>{title}</h1>
      {beside}
      {meta !== undefined && <span className={css.meta}>{meta}</span>}
      {actions !== undefined && <div className={`${css.actions} no-print`}>{actions}</div>}
    </header>
  </>
)

/** Parts with a middle dot between them; what is missing is left out. */
export const Dotted = ({ parts }: { readonly parts: readonly ReactNode[] }) =>
  parts
    .filter((part) => part !== null && part !== undefined && part !== '')
    .map((part, n) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the place is the identity of a part
      <Fragment key={n}>
        {n > 0 && ' · '}
        {part}
      </Fragment>
    ))
