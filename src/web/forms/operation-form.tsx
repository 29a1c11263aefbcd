import { Button, Group, Stack, Tooltip } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { May } from '../can.ts'
import { sentenceOf } from '../client/problem.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Refusal } from '../ui/refusal.tsx'
import { useOperation } from './submit.ts'

type Sent = { readonly path: string; readonly body: Readonly<Record<string, unknown>> }

type Props = {
  readonly button: string
  readonly title: string
  readonly submit: string
  readonly may: May
  readonly primary?: boolean
  /** The operation that was typed, or the sentence that says what is wrong with it. */
  readonly read: (form: FormData) => Sent | string
  readonly children: ReactNode
}

const Fields = ({
  read,
  submit,
  children,
  onDone,
}: Pick<Props, 'read' | 'submit' | 'children'> & { readonly onDone: () => void }) => {
  const operation = useOperation(onDone)
  const [wrong, setWrong] = useState<string>()
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const said = read(new FormData(event.currentTarget))
    setWrong(typeof said === 'string' ? said : undefined)
    if (typeof said !== 'string') operation.mutate(said)
  }
  const problem = wrong ?? (operation.isError ? sentenceOf(operation.error) : undefined)
  return (
    <form onSubmit={send}>
      <Stack gap={12}>
        {children}
        {problem !== undefined && <Refusal sentence={problem} />}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit" loading={operation.isPending}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** A button that opens a small form for one operation; where it may not be done, the button says the reason. */
export const OperationForm = ({ button, title, submit, may, primary = false, read, children }: Props) => {
  const [open, setOpen] = useState(false)
  const reason = may.yes ? '' : may.reason
  return (
    <>
      <Tooltip label={reason} disabled={may.yes}>
        <Button
          variant={primary ? 'filled' : 'default'}
          {...(!may.yes && { 'data-disabled': true })}
          aria-disabled={!may.yes}
          {...(reason !== '' && { 'aria-description': reason })}
          onClick={() => may.yes && setOpen(true)}
        >
          {button}
        </Button>
      </Tooltip>
      <Dialog open={open} onClose={() => setOpen(false)} title={title}>
        <Fields read={read} submit={submit} onDone={() => setOpen(false)}>
          {children}
        </Fields>
      </Dialog>
    </>
  )
}
