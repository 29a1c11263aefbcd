import { createContext, useContext } from 'react'
import type { Dials } from './client/queries.ts'

/** Of whom a page speaks, and how its times and amounts are read. */
export type Scope = {
  readonly customer: string
  readonly name: string | null
  readonly currency: string
  readonly zone: string
  readonly dials: Dials
  /** The figure whose explanation the address asks to be open. */
  readonly why?: string | undefined
}

const ScopeContext = createContext<Scope | null>(null)

/** Gives a page's scope to everything on it. */
export const ScopeProvider = ScopeContext.Provider

/** The scope of the page; a component that explains figures stands on a page that has one. */
export const useScope = (): Scope => {
  const scope = useContext(ScopeContext)
  if (scope === null) throw new Error('There is no scope around this component.')
  return scope
}
