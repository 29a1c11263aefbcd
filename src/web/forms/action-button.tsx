import { Button, Tooltip } from '@mantine/core'
import { useRef, useState } from 'react'
import type { May } from '../can.ts'
import type { Action } from './action.ts'
import { OperationForm } from './operation-form.tsx'
import { usePermitted } from './use-permitted.ts'

type Props = { readonly action: Action; readonly primary?: boolean; readonly small?: boolean }

/** What a button says that cannot be pressed; it stays in reach of the keyboard, so that its reason can be read. */
const stateOf = (may: May) => ({
  'aria-disabled': !may.yes,
  ...(!may.yes && { 'data-disabled': true, 'aria-description': may.reason }),
})

/** A button that opens the form of an action; where it may not be done, the button says the reason. */
export const ActionButton = ({ action, primary = false, small = false }: Props) => {
  const button = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState(false)
  const may = usePermitted(action)
  const close = () => {
    setOpen(false)
    setTimeout(() => button.current?.focus())
  }
  return (
    <>
      <Tooltip label={may.yes ? '' : may.reason} disabled={may.yes}>
        <Button
          ref={button}
          variant={primary ? 'filled' : 'default'}
          {...(small && { h: 26, px: 8, fz: 12 })}
          {...stateOf(may)}
          onClick={() => may.yes && setOpen(true)}
        >
          {action.name}
        </Button>
      </Tooltip>
      {open && <OperationForm action={action} onClose={close} />}
    </>
  )
}
