/** What canonical JSON can hold: amounts and times as bigint, hashes as bytes. */
export type Canonical =
  | string
  | number
  | boolean
  | bigint
  | null
  | undefined
  | Uint8Array
  | readonly Canonical[]
  | { readonly [member: string]: Canonical }

/**
 * Writes a value in the one form in which it can be hashed and kept: members sorted, no blanks, absent members left
 * out, bigint as {"micros":"…"}, bytes as {"hex":"…"}.
 */
export function canonicalJson(value: Canonical): string {
  if (typeof value === 'bigint') return `{"micros":"${value}"}`
  if (value instanceof Uint8Array) return `{"hex":"${Buffer.from(value).toString('hex')}"}`
  if (typeof value === 'string') return quoted(value)
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  let text = ''
  for (const { name, before } of sortedNames(value)) {
    const member = (value as { readonly [member: string]: Canonical })[name]
    if (member !== undefined) text += (text === '' ? '{' : ',') + before + canonicalJson(member)
  }
  return text === '' ? '{}' : `${text}}`
}

/** Most texts are short and need no escape: to look is cheaper than to ask for one. */
const quoted = (text: string): string => (text.length <= SHORT && PLAIN.test(text) ? `"${text}"` : JSON.stringify(text))
const SHORT = 64
const PLAIN = /^[ !#-[\]-~]*$/

/** A member by its name, and what is written before its value. */
type Named = { readonly name: string; readonly before: string }

/** The members of a value in their order. A bundle has many values with the same ones: they are looked at once. */
function sortedNames(value: object): readonly Named[] {
  const names = Object.keys(value)
  if (areLast(names)) return lastSorted
  lastNames = names
  lastSorted = names.toSorted().map((name) => ({ name, before: `${quoted(name)}:` }))
  return lastSorted
}
let lastNames: readonly string[] = []
let lastSorted: readonly Named[] = []

function areLast(names: readonly string[]): boolean {
  if (names.length !== lastNames.length) return false
  for (let at = 0; at < names.length; at += 1) if (names[at] !== lastNames[at]) return false
  return true
}

/** Reads what `canonicalJson` wrote. */
export function fromCanonicalJson(text: string): Canonical {
  return fromParsed(JSON.parse(text))
}

/** The value of a part of it that was parsed as JSON, which is used up: its members become what they stand for. */
export function fromParsed(value: unknown): Canonical {
  if (Array.isArray(value)) return value.map(fromParsed)
  if (typeof value !== 'object' || value === null) return value as Canonical
  const members = value as { [member: string]: unknown }
  const names = Object.keys(members)
  const [name = ''] = names
  const only = names.length === 1 ? members[name] : undefined
  if (name === 'micros' && typeof only === 'string') return BigInt(only)
  if (name === 'hex' && typeof only === 'string') return Buffer.from(only, 'hex')
  for (const member of names) {
    const one = members[member]
    if (typeof one === 'object' && one !== null) members[member] = fromParsed(one)
  }
  return members as Canonical
}
