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
import { SessionEnded } from './session-ended.tsx'
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
        {session.permissions.includes('access.read') && (
          <Link {...paths.access()} activeOptions={{ includeSearch: false }}>
            Users &amp; keys
          </Link>
        )}
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

/** Who is signed in, or was until the session ended: then the page stays, and asks for the password. */
const useWho = (session: Session | null | undefined) => {
  const navigate = useNavigate()
  const href = useLocation({ select: (location) => location.href })
  const last = useRef<Session>(undefined)
  if (session) last.current = session
  const leave = () => navigate(paths.signIn(href))
  const isNobody = session === null && last.current === undefined
  useEffect(() => {
    if (isNobody) void navigate(paths.signIn(href))
  }, [isNobody, navigate, href])
  return { who: session ?? last.current, ended: session === null, leave }
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
  const { who, ended, leave } = useWho(session)
  useFocusOnPage()
  if (who === undefined) return null
  return (
    <>
      <a href="#main" className={css.skip}>
        Skip to content
      </a>
      <Top session={who} />
      <main id="main" className={css.main} tabIndex={-1}>
        <Outlet />
      </main>
      <Palette />
      {ended && <SessionEnded who={who} onOther={leave} />}
    </>
  )
}
