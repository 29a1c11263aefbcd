import { UnstyledButton } from '@mantine/core'
import { spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { type Session, sessionQuery } from '../client/session.ts'
import { paths } from '../paths.ts'
import { Key } from '../ui/key.tsx'
import { Logo } from '../ui/logo.tsx'
import { KeyboardHelp } from './help.tsx'
import { Palette } from './palette.tsx'
import { SchemeSwitch } from './scheme-switch.tsx'
import css from './shell.module.css'
import { useKeys, useKeysOn } from './use-keys.ts'
import { UserMenu } from './user-menu.tsx'

const Top = ({ session }: { readonly session: Session }) => {
  const [on, setOn] = useKeysOn()
  useKeys(on)
  return (
    <header className={css.top}>
      <Link {...paths.customers()} className={css.brand}>
        <Logo />
        Whence
      </Link>
      <nav className={css.nav} aria-label="Main">
        <Link {...paths.customers()} activeOptions={{ includeSearch: false }}>
          Customers
        </Link>
        <Link {...paths.audit()} activeOptions={{ includeSearch: false }}>
          Audit search
        </Link>
        <Link {...paths.policies()} activeOptions={{ includeSearch: false }}>
          Policies
        </Link>
      </nav>
      <div className={css.tools}>
        <UnstyledButton className={css.find} data-palette onClick={spotlight.open}>
          <IconSearch size={15} stroke={1.6} aria-hidden />
          <span>Search or paste an id</span>
          <Key>Ctrl K</Key>
        </UnstyledButton>
        <KeyboardHelp on={on} onSwitch={setOn} />
        <SchemeSwitch />
        <UserMenu session={session} />
      </div>
    </header>
  )
}

/** Goes to the sign-in page as soon as nobody is signed in any more. */
const useSignedOut = (session: Session | null | undefined): void => {
  const navigate = useNavigate()
  const href = useLocation({ select: (location) => location.href })
  useEffect(() => {
    if (session === null) void navigate(paths.signIn(href))
  }, [session, navigate, href])
}

/** A new page takes the focus, so that the keyboard goes on from its beginning. */
const useFocusOnPage = (): void => {
  const path = useLocation({ select: (location) => location.pathname })
  const last = useRef(path)
  useEffect(() => {
    if (last.current !== path) document.getElementById('main')?.focus({ preventScroll: true })
    last.current = path
  }, [path])
}

/** The frame of every page: where to go, search, help, colours, and who is signed in. */
export const Shell = () => {
  const { data: session } = useQuery(sessionQuery)
  useSignedOut(session)
  useFocusOnPage()
  if (!session) return null
  return (
    <>
      <a href="#main" className={css.skip}>
        Skip to content
      </a>
      <Top session={session} />
      <main id="main" className={css.main} tabIndex={-1}>
        <Outlet />
      </main>
      <Palette />
    </>
  )
}
