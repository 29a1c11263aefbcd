import { lookOf } from './status.ts'
import css from './ui.module.css'

/** A status: icon, word and colour; as a chip where it stands beside a title. */
export const StatusMark = ({ status, chip = false }: { readonly status: string; readonly chip?: boolean }) => {
  const { word, tone, icon: Icon } = lookOf(status)
  return (
    <span className={[css.status, css[tone], chip && css.chip].filter(Boolean).join(' ')}>
      <Icon size={14} stroke={1.8} aria-hidden />
      {word}
    </span>
  )
}
