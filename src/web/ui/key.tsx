import css from './ui.module.css'

/** A key of the keyboard. */
export const Key = ({ children }: { readonly children: string }) => <kbd className={css.key}>{children}</kbd>
