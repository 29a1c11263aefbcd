import { IconAlertTriangle } from '@tabler/icons-react'
import css from './ui.module.css'

/** The sentence that says why something was not done. */
export const Refusal = ({ sentence }: { readonly sentence: string }) => (
  <div className={css.refusal} role="alert">
    <IconAlertTriangle size={16} stroke={1.8} aria-hidden />
    <span>{sentence}</span>
  </div>
)
