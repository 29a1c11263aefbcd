import { Button, Group, PasswordInput, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { sentenceOf } from '../client/problem.ts'
import { changePassword } from '../client/session.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Refusal } from '../ui/refusal.tsx'
import ui from '../ui/ui.module.css'

const LEAST = 12

/** What is wrong with the two new ones, before the server is asked; undefined: nothing. */
const wrongWith = (password: string, again: string): string | undefined => {
  if ([...password].length < LEAST) return `A password has at least ${LEAST} characters. Choose a longer one.`
  return password === again ? undefined : 'The two are not the same. Type the new one again.'
}

/** Another password for who is signed in. */
export const PasswordForm = ({ email, onClose }: { readonly email: string; readonly onClose: () => void }) => {
  const [wrong, setWrong] = useState<string>()
  const change = useMutation({ mutationFn: changePassword })
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const [password, fresh, again] = ['password', 'new', 'again'].map((name) => String(form.get(name))) as [
      string,
      string,
      string,
    ]
    const said = wrongWith(fresh, again)
    setWrong(said)
    change.reset()
    if (said === undefined) change.mutate({ password, new_password: fresh })
  }
  const sentence = wrong ?? (change.isError ? sentenceOf(change.error) : undefined)
  if (change.isSuccess)
    return (
      <Dialog open title="Password changed" onClose={onClose}>
        <Stack gap={12}>
          <p role="status">The new password holds from now on. Your other sessions have ended.</p>
          <Group justify="flex-end">
            <Button data-autofocus onClick={onClose}>
              Close
            </Button>
          </Group>
        </Stack>
      </Dialog>
    )
  return (
    <Dialog open title="Change password" onClose={onClose}>
      <form onSubmit={send} noValidate>
        <Stack gap={12}>
          <p className={ui.lead}>Your other sessions end when it is changed.</p>
          <input type="hidden" name="email" autoComplete="username" value={email} readOnly />
          <PasswordInput name="password" label="Present password" autoComplete="current-password" data-autofocus />
          <PasswordInput name="new" label="New password" autoComplete="new-password" />
          <PasswordInput name="again" label="New password again" autoComplete="new-password" />
          {sentence !== undefined && <Refusal sentence={sentence} />}
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={change.isPending}>
              Change password
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
