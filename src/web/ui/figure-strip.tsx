import type { ReactNode } from 'react'
import css from './ui.module.css'

export type StripFigure = { readonly label: string; readonly value: ReactNode; readonly caption?: ReactNode }

/** The headline figures of a customer, invoice or payment, side by side. */
export const FigureStrip = ({
  figures,
  label,
}: {
  readonly figures: readonly StripFigure[]
  readonly label: string
}) => (
  <dl className={css.strip} aria-label={label}>
    {figures.map((figure) => (
      <div key={figure.label}>
        <dt>{figure.label}</dt>
        <dd>
          <div className={css.figure}>{figure.value}</div>
          {figure.caption !== undefined && <span className={css.caption}>{figure.caption}</span>}
        </dd>
      </div>
    ))}
  </dl>
)
