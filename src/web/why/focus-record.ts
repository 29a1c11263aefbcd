/** The name under which a row of a record can be found on the page. */
export const recordMark = (customer: string, seq: number): string => `${customer}:${seq}`

/** Moves the focus to the row of a record; false where the page does not show it. */
export const focusRecord = (customer: string, seq: number): boolean => {
  const row = document.querySelector<HTMLElement>(`[data-record="${CSS.escape(recordMark(customer, seq))}"]`)
  if (row === null) return false
  requestAnimationFrame(() => {
    row.scrollIntoView({ block: 'nearest' })
    row.focus()
  })
  return true
}
