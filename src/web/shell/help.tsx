import { Switch, UnstyledButton } from '@mantine/core'
import { IconKeyboard } from '@tabler/icons-react'
import { useState } from 'react'
import { Dialog } from '../ui/dialog.tsx'
import { Key } from '../ui/key.tsx'
import { keys } from './keys.ts'
import css from './shell.module.css'

type Props = { readonly on: boolean; readonly onSwitch: (on: boolean) => void }

/** The overlay that names the keys, and lets a person switch the single ones off. */
export const KeyboardHelp = ({ on, onSwitch }: Props) => {
  const [open, setOpen] = useState(false)
  return (
    <>
      <UnstyledButton className={css.icon} data-help aria-label="Keyboard help" onClick={() => setOpen(true)}>
        <IconKeyboard size={17} stroke={1.6} aria-hidden />
      </UnstyledButton>
      <Dialog open={open} onClose={() => setOpen(false)} title="Keyboard">
        <dl className={css.keys}>
          <dt>
            <Key>Ctrl</Key>
            <Key>K</Key>
          </dt>
          <dd>Search everywhere, or paste an id</dd>
          {Object.entries(keys).map(([key, { words }]) => (
            <div key={key} style={{ display: 'contents' }}>
              <dt>
                <Key>{key}</Key>
              </dt>
              <dd>{words}</dd>
            </div>
          ))}
          <dt>
            <Key>Enter</Key>
          </dt>
          <dd>Open the focused row</dd>
          <dt>
            <Key>Esc</Key>
          </dt>
          <dd>Close what is open</dd>
        </dl>
        <Switch
          mt={16}
          checked={on}
          onChange={(event) => onSwitch(event.currentTarget.checked)}
          label="Single keys act (not those with Ctrl)"
        />
      </Dialog>
    </>
  )
}
