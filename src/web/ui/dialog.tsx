import { CloseButton, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import css from './ui.module.css'

type Props = {
  readonly title: string
  readonly open: boolean
  readonly wide?: boolean
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A dialog over the page: titled, closed by Esc, with the focus given back. */
export const Dialog = ({ title, open, wide = false, onClose, children }: Props) => (
  <Modal opened={open} onClose={onClose} withCloseButton={false} {...(wide && { size: 720 })}>
    <div className={css.dialogHead}>
      <Modal.Title>{title}</Modal.Title>
      <CloseButton aria-label="Close" onClick={onClose} />
    </div>
    {children}
  </Modal>
)
