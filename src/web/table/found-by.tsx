import { Link } from '@tanstack/react-router'
import { type FoundBy as By, foundWords, pathOfFound } from '../found-by.ts'
import ui from '../ui/ui.module.css'

const SHOWN = 2

/** Beside a customer's name: what of his was found. One line, so that rows of a long list are of one height. */
export const FoundBy = ({ customer, found }: { readonly customer: string; readonly found: readonly By[] }) => {
  if (found.length === 0) return null
  const more = found.length - SHOWN
  return (
    <span className={ui.meta}>
      {found.slice(0, SHOWN).map((by) => (
        <span key={`${by.as} ${by.id}`}>
          {' · '}
          {by.as === 'email' ? by.id : <Link {...pathOfFound(customer, by)}>{foundWords(by)}</Link>}
        </span>
      ))}
      {more > 0 && ' · and more'}
    </span>
  )
}
