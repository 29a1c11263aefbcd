import { Popover } from '@mantine/core'
import type { ReactElement, ReactNode } from 'react'

type Props = {
  /** Its name for those who cannot see it. */
  readonly label: string
  readonly open: boolean
  readonly onChange: (open: boolean) => void
  readonly width: number
  readonly position?: 'bottom-start' | 'bottom-end'
  readonly button: ReactElement
  readonly children: ReactNode
}

/** What the button of a panel says about it. */
export const opens = (open: boolean) => ({ 'aria-haspopup': 'dialog', 'aria-expanded': open }) as const

/** A small panel under its button: takes the focus, gives it back, closed by Esc or a click beside it. */
export const Panel = ({ label, open, onChange, width, position = 'bottom-start', button, children }: Props) => (
  <Popover
    opened={open}
    onChange={onChange}
    trapFocus
    returnFocus
    withRoles={false}
    position={position}
    width={width}
    withOverlay
    overlayProps={{ backgroundOpacity: 0 }}
  >
    <Popover.Target>{button}</Popover.Target>
    <Popover.Dropdown p={4} role="dialog" aria-label={label}>
      {children}
    </Popover.Dropdown>
  </Popover>
)
