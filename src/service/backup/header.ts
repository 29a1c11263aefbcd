import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { BackupFault } from './fault.ts'

const extent = z.object({
  moment: z.string(),
  position: z.string(),
  at: z.string(),
  unplaced: z.number(),
  customers: z.number(),
  records: z.string(),
  heads: z.string(),
})

const headerForm = z.object({
  /** the release that made it */
  release: z.string(),
  migrations: z.array(z.object({ number: z.number(), name: z.string(), sha256: z.string() })),
  extent,
  /** of a later backup, what it goes on from: the log position there, and the hash that that file ends in */
  since: z.object({ position: z.string(), hash: z.string() }).nullable(),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()).readonly() })),
})

/** What a backup says of itself before its rows. */
export type Header = z.infer<typeof headerForm>

const endForm = z.object({ counts: z.record(z.string(), z.number()) })

/** What it says behind them: how many rows of each table the ledger had. */
export type End = z.infer<typeof endForm>

const parsed = <T>(form: z.ZodType<T>, body: Buffer): T => {
  const read = form.safeParse(JSON.parse(body.toString()))
  if (read.success) return read.data
  throw new BackupFault('This backup is of a later form that this release does not know: restore with the later one.')
}

export const headerFrom = (body: Buffer): Header => parsed(headerForm, body)
export const endFrom = (body: Buffer): End => parsed(endForm, body)

/** The release of this program. */
export function ownRelease(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8'))
  return z.object({ version: z.string() }).parse(manifest).version
}
