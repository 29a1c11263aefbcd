import { Button, UnstyledButton } from '@mantine/core'
import { IconKey, IconLogout } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { type Session, signOut } from '../client/session.ts'
import { PasswordForm } from '../forms/password-form.tsx'
import { paths } from '../paths.ts'
import { opens, Panel } from '../ui/panel.tsx'
import { plainWords } from '../ui/status.ts'
import css from './shell.module.css'

const initials = (name: string): string =>
  name
    .split(/[\s@.]+/)
    .slice(0, 2)
    .map((part) => part.charAt(0).toUpperCase())
    .join('')

/** Who is signed in, and the way out. */
export const UserMenu = ({ session }: { readonly session: Session }) => {
  const [open, setOpen] = useState(false)
  const [changes, setChanges] = useState(false)
  const navigate = useNavigate()
  const short = initials(session.name || session.email)
  const change = () => {
    setOpen(false)
    setChanges(true)
  }
  return (
    <>
      {changes && <PasswordForm email={session.email} onClose={() => setChanges(false)} />}
      <Panel
        label="Account"
        open={open}
        onChange={setOpen}
        width={240}
        position="bottom-end"
        button={
          <UnstyledButton
            className={css.avatar}
            aria-label={`${short}, signed in as ${session.name}`}
            {...opens(open)}
            onClick={() => setOpen(!open)}
          >
            {short}
          </UnstyledButton>
        }
      >
        <p className={css.who}>
          {session.email}
          <br />
          {plainWords(session.role)}
        </p>
        <Button variant="default" fullWidth mb={8} leftSection={<IconKey size={15} aria-hidden />} onClick={change}>
          Change password
        </Button>
        <Button
          variant="default"
          fullWidth
          leftSection={<IconLogout size={15} aria-hidden />}
          onClick={() => signOut(() => navigate(paths.signIn()))}
        >
          Sign out
        </Button>
      </Panel>
    </>
  )
}
