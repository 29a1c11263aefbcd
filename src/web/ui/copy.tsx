import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'

const byHand = (text: string): boolean => {
  const field = document.createElement('textarea')
  field.value = text
  document.body.append(field)
  field.select()
  const done = document.execCommand('copy')
  field.remove()
  return done
}

const copy = (text: string): Promise<boolean> =>
  navigator.clipboard === undefined
    ? Promise.resolve(byHand(text))
    : navigator.clipboard.writeText(text).then(
        () => true,
        () => byHand(text),
      )

/** A button that copies a text and says that it did. */
export const CopyButton = ({
  text,
  icon,
  children,
}: {
  readonly text: () => string
  readonly icon: ReactNode
  readonly children: string
}) => {
  const [said, setSaid] = useState<'' | 'Copied' | 'Copying was refused'>('')
  const press = async () => {
    setSaid((await copy(text())) ? 'Copied' : 'Copying was refused')
    setTimeout(() => setSaid(''), 2_000)
  }
  return (
    <Button variant="subtle" color="gray" c="var(--text2)" h={26} px={8} fz={12} leftSection={icon} onClick={press}>
      <span aria-live="polite">{said || children}</span>
    </Button>
  )
}
