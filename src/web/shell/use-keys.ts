import { useLocalStorage } from '@mantine/hooks'
import { useEffect } from 'react'
import { keys, openRow } from './keys.ts'

/** Whether single keys act; who dictates or types by accident can switch them off. */
export const useKeysOn = () =>
  useLocalStorage({ key: 'whence-single-keys', defaultValue: true, getInitialValueInEffect: false })

const typing = 'input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable], [role=dialog]'

const busy = (event: KeyboardEvent): boolean =>
  event.defaultPrevented ||
  event.ctrlKey ||
  event.metaKey ||
  event.altKey ||
  (event.target instanceof Element && event.target.closest(typing) !== null)

/** Listens for the single keys as long as the shell is on the page. */
export const useKeys = (on: boolean): void => {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (busy(event)) return
      const acted = event.key === 'Enter' ? openRow() : on && keys[event.key]?.act()
      if (acted) event.preventDefault()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [on])
}
