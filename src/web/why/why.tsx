import { Popover, UnstyledButton } from '@mantine/core'
import { useId, useRef, useState } from 'react'
import type { Dials } from '../client/queries.ts'
import { useScope } from '../scope.ts'
import { fullFigureName } from '../ui/figures.ts'
import { type Unit, Value, valueWords } from './value.tsx'
import css from './why.module.css'
import { WhyDialog } from './why-dialog.tsx'

type Props = {
  readonly figure: string
  readonly value: string
  readonly subject?: string
  readonly unit?: Unit
  /** Another moment than that of the page. */
  readonly dials?: Dials
  /** Another customer than that of the page. */
  readonly customer?: string
  readonly chip?: boolean
  /** Whether a link to the page can open it. */
  readonly linked?: boolean
}

/** Tells the explanation how much room there is, so that its foot never leaves the window. */
const tellRoom = (state: { availableHeight: number; elements: { floating: HTMLElement } }): void =>
  state.elements.floating.style.setProperty('--room', `${Math.round(state.availableHeight)}px`)

/** A derived figure or status: a button that answers why it has its value. */
export const Why = ({ figure, value, subject = 'customer', unit = 'amount', dials, customer, chip, linked }: Props) => {
  const scope = useScope()
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState(linked === true && scope.why === figure)
  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  const question = { customer: customer ?? scope.customer, figure, subject, value, unit, dials: dials ?? scope.dials }
  return (
    <span className={css.anchor}>
      <UnstyledButton
        ref={button}
        className={`${css.button} ${chip ? css.plainChip : ''}`}
        data-why
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-label={`${valueWords(value, unit)}, ${fullFigureName(figure)}, why?`}
        onClick={() => setOpen(!open)}
      >
        <span>
          <Value value={value} unit={unit} chip={chip ?? false} />
        </span>
      </UnstyledButton>
      {open && (
        <Popover
          opened
          onChange={close}
          trapFocus
          withRoles={false}
          width={480}
          position="bottom-end"
          offset={linked && !chip ? 26 : 6}
          middlewares={{ flip: true, shift: { padding: 12 }, size: { padding: 12, apply: tellRoom } }}
        >
          <Popover.Target>
            <span className={css.fill} />
          </Popover.Target>
          <Popover.Dropdown id={id} role="dialog" aria-labelledby={`${id}-title`} className={css.dropdown}>
            <WhyDialog id={id} question={question} onClose={close} />
          </Popover.Dropdown>
        </Popover>
      )}
    </span>
  )
}
