/** CHANGELOG.md as its rule has it: a section a version, the newest first, and at most the first not released yet. */

export type Section = {
  readonly version: string
  /** null: not released yet */
  readonly on: string | null
  readonly text: string
}

const HEADING = /^## (\d+\.\d+\.\d+), (not released yet|\d{4}-\d{2}-\d{2})$/

/** The sections of a changelog, in their order. Throws a sentence about a heading that is none. */
export function sectionsOf(changelog: string): Section[] {
  const [, ...parts] = changelog.split(/^(?=## )/m)
  return parts.map((part) => {
    const [heading = '', ...lines] = part.split('\n')
    const [, version, on] = HEADING.exec(heading) ?? []
    if (version === undefined || on === undefined)
      throw new Error(`"${heading}" is no heading of CHANGELOG.md; write "## 1.2.3, not released yet" or its day.`)
    return { version, on: on === 'not released yet' ? null : on, text: lines.join('\n').trim() }
  })
}

/** In what a changelog is not as its rule has it, in sentences. */
export function faultsOf(changelog: string, version: string): string[] {
  const sections = sectionsOf(changelog)
  const [first, ...others] = sections
  const faults: string[] = []
  if (first?.version !== version && !(first?.on === null && isLater(first.version, version)))
    faults.push(`the first section is not that of ${version} or of what comes after it`)
  for (const { version: of, on, text } of sections) {
    if (!/^- \S/.test(text)) faults.push(`nothing is said about ${of}`)
    if (on === null && others.some((one) => one.version === of)) faults.push(`${of} is not the first, and not released`)
  }
  for (const [at, later] of sections.entries()) {
    const before = sections[at + 1]
    if (before === undefined) continue
    if (!isLater(later.version, before.version)) faults.push(`${later.version} stands above ${before.version}`)
    if (later.on !== null && before.on !== null && later.on < before.on)
      faults.push(`${later.version} was released before ${before.version}`)
  }
  return faults
}

/** The changelog with its first section dated: it is released. */
export const dated = (changelog: string, version: string, on: string): string =>
  changelog.replace(`## ${version}, not released yet`, `## ${version}, ${on}`)

/** Whether a version comes after another: by its numbers, not by its letters. */
export function isLater(one: string, other: string): boolean {
  const [a, b] = [one, other].map((version) => version.split('.').map(Number))
  const at = (a ?? []).findIndex((number, place) => number !== b?.[place])
  return at >= 0 && (a?.[at] ?? 0) > (b?.[at] ?? 0)
}
