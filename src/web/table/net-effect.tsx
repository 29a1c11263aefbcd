import { shown } from '../ui/amount.ts'
import { figureName, isStatusFigure } from '../ui/figures.ts'
import { plainWords } from '../ui/status.ts'
import { StatusMark } from '../ui/status-mark.tsx'
import css from './audit.module.css'
import type { NetEffect } from './chains.ts'

/** What a chain did to one figure: `Outstanding 100.00 → 70.00`. */
export const NetEffectMark = ({ effect }: { readonly effect: NetEffect }) => {
  const status = isStatusFigure(effect.figure)
  const name = status ? plainWords(effect.figure.split('.')[0] ?? '') : figureName(effect.figure)
  return (
    <span className={css.effect}>
      {name}
      {status ? <StatusMark status={effect.before} /> : <b>{shown(effect.before)}</b>}
      <span aria-hidden>→</span>
      <span className="visually-hidden">to</span>
      {status ? <StatusMark status={effect.after} /> : <b>{shown(effect.after)}</b>}
    </span>
  )
}
