import { existsSync } from 'node:fs'
import { open, rename, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Writable } from 'node:stream'
import type { Sink } from './blocks.ts'
import { BackupFault } from './fault.ts'

/**
 * Writes a file that its owner alone can read. It is written beside its place, and takes it when all of it is on the disk:
 * what is cut off leaves nothing there. Throws BackupFault where there is a file already, or one that is being written.
 */
export async function wholeFile<T>(path: string, work: (sink: Sink) => Promise<T>): Promise<T> {
  if (existsSync(path)) throw new BackupFault(`There is a file ${path} already: choose another name.`)
  const unfinished = `${path}.unfinished`
  const file = await open(unfinished, 'wx', 0o600).catch((error: unknown) => {
    if (codeOf(error) === 'EEXIST')
      throw new BackupFault(
        `${unfinished} is there, of a backup that is under way or was cut off: remove it where none is, or choose another name.`,
      )
    throw new BackupFault(`${unfinished} cannot be written: ${wordsOf(error)}`, error)
  })
  try {
    const done = await work({ write: (bytes) => file.appendFile(bytes) })
    await file.sync()
    await file.close()
    await rename(unfinished, path)
    await syncFolder(dirname(path))
    return done
  } catch (error) {
    await file.close().catch(() => {})
    await unlink(unfinished).catch(() => {})
    if (codeOf(error) === 'ENOSPC')
      throw new BackupFault(
        `There is no room for the backup where ${path} should be: make room, or choose another place.`,
      )
    throw error
  }
}

/** The name is on the disk as well. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  await folder.sync().finally(() => folder.close())
}

/** Writes to a stream that others read, as fast as they do. */
export function intoStream(stream: Writable): Sink {
  // the failure is that of the write
  stream.on('error', () => {})
  return {
    write: (bytes) =>
      new Promise((resolve, reject) => {
        stream.write(bytes, (error) => {
          if (error) reject(new BackupFault(`The backup could not be written: ${error.message}`, error))
          else resolve()
        })
      }),
  }
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined)
const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
