import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import { sentenceOf } from '../client/problem.ts'
import { signIn } from '../client/session.ts'
import { Logo } from '../ui/logo.tsx'
import { Refusal } from '../ui/refusal.tsx'
import { useTitle } from '../use-title.ts'
import css from './sign-in.module.css'

const route = getRouteApi('/sign-in')

/** Only an address of this product, never one that leads away from it. */
const safe = (next: string | undefined): string =>
  next !== undefined && /^\/(?![/\\])/.test(next) ? next : '/customers'

/** Where an administrator signs in. */
export const SignInPage = () => {
  useTitle('Sign in')
  const { next } = route.useSearch()
  const router = useRouter()
  const attempt = useMutation({
    mutationFn: ({ email, password }: { email: string; password: string }) => signIn(email, password),
    onSuccess: () => router.history.push(safe(next)),
  })
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    attempt.mutate({ email: String(form.get('email')), password: String(form.get('password')) })
  }
  return (
    <main className={css.signIn}>
      <form onSubmit={send}>
        <div className={css.brand}>
          <Logo size={22} />
          Whence
        </div>
        <h1>Sign in</h1>
        <p className={css.lead}>Where every balance, status and invoice amount comes from.</p>
        <Stack gap={12}>
          <TextInput name="email" type="email" label="E-mail" autoComplete="username" required autoFocus size="sm" />
          <PasswordInput name="password" label="Password" autoComplete="current-password" required size="sm" />
          {attempt.isError && <Refusal sentence={sentenceOf(attempt.error)} />}
          <Button type="submit" size="sm" fullWidth loading={attempt.isPending}>
            Sign in
          </Button>
        </Stack>
      </form>
    </main>
  )
}
