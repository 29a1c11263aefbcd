/**
 * How far it is looked. The chain of hashes is followed always, for all else stands on it; `columns` are all rows beside
 * the bytes, `book` books every operation again, `decide` decides every command again.
 */
export type Levels = { readonly columns: boolean; readonly book: boolean; readonly decide: boolean }

/** The levels that were asked for, each by its name. */
export type AskedLevels = { readonly [level in 'chain' | keyof Levels]?: boolean | undefined }

/** The levels by what was asked for: nothing in particular is all but deciding, which comes on top of that. */
export function levelsOf({ chain = false, columns = false, book = false, decide = false }: AskedLevels): Levels {
  const all = decide || !(chain || columns || book)
  return { columns: all || columns, book: all || book, decide }
}

/** Are the records looked into, or only followed by their hashes? */
export const looksInto = ({ columns, book }: Levels): boolean => columns || book
