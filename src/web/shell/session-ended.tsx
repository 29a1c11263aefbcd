import { Button, Group, Modal, PasswordInput, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { sentenceOf } from '../client/problem.ts'
import { queryClient } from '../client/query-client.ts'
import { type Session, signIn } from '../client/session.ts'
import { Refusal } from '../ui/refusal.tsx'
import ui from '../ui/ui.module.css'

/** Above every other dialog, whose form stays as it is behind it. */
const ON_TOP = 1000

/** Esc in here is not for the form behind. */
const keepsEscape = { 'data-mantine-stop-propagation': 'true' }

type Props = { readonly who: Session; readonly onOther: () => void }

/** Asks who was signed in for the password, over the page as it is, so that nothing that was filled in is lost. */
export const SessionEnded = ({ who, onOther }: Props) => {
  const attempt = useMutation({
    mutationFn: (password: string) => signIn(who.email, password),
    onSuccess: () => queryClient.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' }),
  })
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    event.stopPropagation()
    attempt.mutate(String(new FormData(event.currentTarget).get('password')))
  }
  return (
    <Modal
      opened
      onClose={() => {}}
      closeOnEscape={false}
      closeOnClickOutside={false}
      withCloseButton={false}
      zIndex={ON_TOP}
      title="Your session has ended"
    >
      <form onSubmit={send}>
        <Stack gap={12}>
          <p className={ui.lead}>Enter the password of {who.email} to go on. What you have filled in stays.</p>
          <PasswordInput
            {...keepsEscape}
            name="password"
            label="Password"
            autoComplete="current-password"
            required
            data-autofocus
          />
          {attempt.isError && <Refusal sentence={sentenceOf(attempt.error)} />}
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={onOther} {...keepsEscape}>
              Sign in as somebody else
            </Button>
            <Button type="submit" loading={attempt.isPending} {...keepsEscape}>
              Sign in
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
