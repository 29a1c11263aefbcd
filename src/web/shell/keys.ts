/** What every single key does: used for acting and for the overlay that explains it. */

const pressed = (selector: string, within: ParentNode = document): boolean => {
  const target = within.querySelector<HTMLElement>(selector)
  target?.click()
  return target !== null
}

const focusedRow = (): HTMLElement | null => document.activeElement?.closest<HTMLElement>('[data-row]') ?? null

const move = (by: 1 | -1): boolean => {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')]
  const here = focusedRow()
  const at = here === null ? (by === 1 ? -1 : rows.length) : rows.indexOf(here)
  const next = rows[at + by]
  next?.scrollIntoView({ block: 'nearest' })
  next?.focus()
  return next !== undefined
}

const why = (): boolean => {
  const focused = document.activeElement
  if (focused instanceof HTMLElement && focused.matches('[data-why]'))
    return pressed('[data-why]', focused.parentElement ?? document)
  const row = focusedRow()
  return row !== null && pressed('[data-why]', row)
}

const inRow = (selector: string) => (): boolean => {
  const row = focusedRow()
  return row !== null && pressed(selector, row)
}

const searchField = (): boolean => {
  const field = document.querySelector<HTMLInputElement>('[data-search]')
  if (field === null) return pressed('[data-palette]')
  field.focus()
  field.select()
  return true
}

export type KeyAction = { readonly words: string; readonly act: () => boolean }

/** The single keys. Each answers whether it had anything to act on. */
export const keys: Readonly<Record<string, KeyAction>> = {
  '/': { words: 'Search on this page', act: searchField },
  j: { words: 'Next row', act: () => move(1) },
  k: { words: 'Previous row', act: () => move(-1) },
  w: { words: 'Why? of the focused row or figure', act: why },
  c: { words: 'Go to the cause of the row', act: inRow('[data-cause]') },
  e: { words: 'Go to the first effect of the row', act: inRow('[data-effect]') },
  p: { words: 'Choose the period', act: () => pressed('[data-period]') },
  f: { words: 'Add a filter', act: () => pressed('[data-filter]') },
  '?': { words: 'This help', act: () => pressed('[data-help]') },
}

/** Enter on a row follows its first link. */
export const openRow = (): boolean => {
  const row = document.activeElement
  return row instanceof HTMLElement && row.matches('[data-row]') && pressed('a[href]', row)
}
