import { Menu, UnstyledButton } from '@mantine/core'
import { IconLogout } from '@tabler/icons-react'
import { type Session, signOut } from '../client/session.ts'
import { plainWords } from '../ui/status.ts'
import css from './shell.module.css'

const initials = (name: string): string =>
  name
    .split(/[\s@.]+/)
    .slice(0, 2)
    .map((part) => part.charAt(0).toUpperCase())
    .join('')

/** Who is signed in, and the way out. */
export const UserMenu = ({ session }: { readonly session: Session }) => (
  <Menu position="bottom-end" width={240}>
    <Menu.Target>
      <UnstyledButton className={css.avatar} aria-label={`Signed in as ${session.name}`}>
        {initials(session.name || session.email)}
      </UnstyledButton>
    </Menu.Target>
    <Menu.Dropdown>
      <Menu.Label>
        {session.email}
        <br />
        {plainWords(session.role)}
      </Menu.Label>
      <Menu.Item leftSection={<IconLogout size={15} aria-hidden />} onClick={() => signOut()}>
        Sign out
      </Menu.Item>
    </Menu.Dropdown>
  </Menu>
)
