import { shown } from '../ui/amount.ts'
import { figureName, isStatusFigure } from '../ui/figures.ts'
import { plainWords } from '../ui/status.ts'
import { StatusMark } from '../ui/status-mark.tsx'
import { parseSubject } from '../ui/subject.ts'
import css from './audit.module.css'
import type { NetEffect } from './chains.ts'

type Props = {
  readonly effect: NetEffect
  /** Whether it says which invoice or payment it is of, where there are several. */
  readonly named?: boolean
}

const nameOf = ({ figure, subject }: NetEffect, named: boolean): string => {
  const of = parseSubject(subject)
  const owner = plainWords(figure.split('.')[0] ?? '')
  const id = named && of.kind !== 'customer' ? of.id : ''
  return [isStatusFigure(figure) ? owner : figureName(figure), id].filter((word) => word !== '').join(' ')
}

/** What a chain did to one figure: `Outstanding 100.00 → 70.00`. */
const NetEffectMark = ({ effect, named = false }: Props) => {
  const status = isStatusFigure(effect.figure)
  const name = nameOf(effect, named)
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

/** The first net effects of a chain, and how many more there are. */
export const NetEffects = ({ effects, most }: { readonly effects: readonly NetEffect[]; readonly most: number }) => {
  const subjects = new Set(effects.map((effect) => effect.subject).filter((subject) => subject !== 'customer'))
  const more = effects.length - most
  return (
    <>
      {effects.slice(0, most).map((effect) => (
        <NetEffectMark key={`${effect.figure} ${effect.subject}`} effect={effect} named={subjects.size > 1} />
      ))}
      {more > 0 && <span className={css.effect}>and {more} more</span>}
    </>
  )
}
