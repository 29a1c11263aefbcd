import type { ReactNode } from 'react'
import css from './ui.module.css'

export type Fact = { readonly label: string; readonly value: ReactNode }

/** Names and values under each other. */
export const Facts = ({ facts }: { readonly facts: readonly Fact[] }) => (
  <dl className={css.facts}>
    {facts.map((fact) => (
      <div key={fact.label}>
        <dt>{fact.label}</dt>
        <dd>{fact.value}</dd>
      </div>
    ))}
  </dl>
)
