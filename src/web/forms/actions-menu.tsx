import { Button, Menu, Tooltip } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { Action, ActionGroup } from './action.ts'
import css from './actions-menu.module.css'
import { OperationForm } from './operation-form.tsx'
import { usePermitted } from './use-permitted.ts'

type ItemProps = { readonly action: Action; readonly onChoose: (action: Action) => void }

/** One that may not be done can still be reached, to read why. */
const Item = ({ action, onChoose }: ItemProps) => {
  const { name } = action
  const may = usePermitted(action)
  return (
    <Tooltip label={may.yes ? '' : may.reason} disabled={may.yes} position="left">
      <Menu.Item
        className={css.item}
        aria-disabled={!may.yes}
        closeMenuOnClick={may.yes}
        {...(!may.yes && { 'aria-description': may.reason })}
        onClick={() => may.yes && onChoose(action)}
      >
        {name}
      </Menu.Item>
    </Tooltip>
  )
}

/** Everything else that can be done, in groups, so that the page itself stays calm. */
export const ActionsMenu = ({ groups }: { readonly groups: readonly ActionGroup[] }) => {
  const button = useRef<HTMLButtonElement>(null)
  const [chosen, setChosen] = useState<Action>()
  const close = () => {
    setChosen(undefined)
    setTimeout(() => button.current?.focus())
  }
  return (
    <>
      <Menu position="bottom-end" width={220} returnFocus withinPortal={false} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <Button ref={button} variant="default" rightSection={<IconChevronDown size={14} aria-hidden />}>
            More actions
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {groups
            .filter((group) => group.actions.length > 0)
            .map((group, n) => (
              // biome-ignore lint/a11y/useSemanticElements: a menu has groups, a fieldset is none of its parts
              <div key={group.label} role="group" aria-label={group.label}>
                {n > 0 && <Menu.Divider />}
                <Menu.Label aria-hidden>{group.label}</Menu.Label>
                {group.actions.map((action) => (
                  <Item key={action.name} action={action} onChoose={setChosen} />
                ))}
              </div>
            ))}
        </Menu.Dropdown>
      </Menu>
      {chosen !== undefined && <OperationForm action={chosen} onClose={close} />}
    </>
  )
}
