import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import css from './ui.module.css'

/** A check that holds or does not, said in words; colour and icon only repeat it. */
export const Check = ({ holds, children }: { readonly holds: boolean; readonly children: ReactNode }) => {
  const Icon = holds ? IconCheck : IconAlertTriangle
  return (
    <span className={`${css.check} ${holds ? css.green : css.red}`}>
      <Icon size={14} stroke={2} aria-hidden />
      {children}
    </span>
  )
}
