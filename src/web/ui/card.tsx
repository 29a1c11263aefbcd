import { type ReactNode, useId } from 'react'
import css from './ui.module.css'

type Props = {
  readonly title: string
  readonly beside?: ReactNode
  readonly padded?: boolean
  readonly children: ReactNode
}

/** A titled block of a page. */
export const Card = ({ title, beside, padded = false, children }: Props) => {
  const id = useId()
  return (
    <section className={css.card} aria-labelledby={id}>
      <div className={css.cardHead}>
        <h2 id={id}>{title}</h2>
        {beside !== undefined && <span className={css.meta}>{beside}</span>}
      </div>
      {padded ? <div style={{ padding: '0 16px 12px' }}>{children}</div> : children}
    </section>
  )
}
