import { globSync, readFileSync } from 'node:fs'

/** A text of SQL as a file of the store has it; what the file itself puts in is put in, what comes from others is `…`. */
export type Statement = { readonly file: string; readonly sql: string }

const SQL =
  /^\s*(?:with|select|insert|update|delete|lock|set|begin|from|truncate)\b|\bfor (?:no key )?(?:update|share)\b/i

/** All texts of SQL in the store. */
export function statementsOfStore(): readonly Statement[] {
  return globSync('src/store/**/*.ts').flatMap((file) => {
    const source = readFileSync(file, 'utf8').replace(/\/\*\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
    const own = new Map([...source.matchAll(/const (\w+) = ([`'"])/g)].map((one) => [one[1] ?? '', one]))
    const valued = (name: string): string | undefined => {
      const at = own.get(name)
      return at === undefined ? undefined : textAt(source, at.index + at[0].length - 1, valued)?.text
    }
    return textsOf(source, valued)
      .filter((text) => SQL.test(text))
      .map((text) => ({ file, sql: text.replace(/\s+/g, ' ').trim() }))
  })
}

type Valued = (name: string) => string | undefined

function textsOf(source: string, valued: Valued): string[] {
  const all: string[] = []
  for (let at = 0; at < source.length; at++) {
    const found = textAt(source, at, valued)
    if (found === undefined) continue
    all.push(found.text)
    at = found.end
  }
  return all
}

/** The text that begins at a quotation mark, and where it ends; undefined where none begins. */
function textAt(source: string, from: number, valued: Valued): { text: string; end: number } | undefined {
  const mark = source[from]
  if (mark !== '`' && mark !== "'" && mark !== '"') return undefined
  let text = ''
  for (let at = from + 1; at < source.length; at++) {
    if (source[at] === mark) return { text, end: at }
    if (source[at] === '\n' && mark !== '`') return undefined
    if (source[at] === '\\') text += source[++at]
    else if (mark === '`' && source.startsWith('${', at)) {
      const end = closingOf(source, at + 1)
      const inside = source.slice(at + 2, end)
      text += valued(inside) ?? '…'
      at = end
    } else text += source[at]
  }
  return undefined
}

function closingOf(source: string, from: number): number {
  for (let at = from, depth = 0; at < source.length; at++) {
    if (source[at] === '{') depth++
    if (source[at] === '}' && --depth === 0) return at
  }
  return source.length
}
