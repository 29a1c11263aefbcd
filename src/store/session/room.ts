import { statfs } from 'node:fs/promises'

/** Whether the disk of the database has room for going on. */
export type Room = { readonly isLeft: () => Promise<boolean> }

/**
 * Room that the database needs to go on writing; bytes. It is much, since a database that cannot extend its log ends, and
 * does not start again before there is room: nothing may be asked of it that would take the last of it.
 */
const ROOM = 128 * 1024 * 1024
/** How long an answer stands, so that many who ask cost one look; ms. */
const STANDS_MS = 500

/** Looks at the disk of a folder; where the database is on another machine (undefined), there is room for all we know. */
export function openRoom(folder: string | undefined): Room {
  if (folder === undefined) return { isLeft: () => Promise.resolve(true) }
  let looked: { readonly at: number; readonly answer: Promise<boolean> } | undefined
  const look = async (): Promise<boolean> => {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize >= ROOM
  }
  const isLeft = (): Promise<boolean> => {
    const at = performance.now()
    if (looked === undefined || at - looked.at > STANDS_MS) looked = { at, answer: look() }
    return looked.answer
  }
  return { isLeft }
}
