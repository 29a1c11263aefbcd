import { createReadStream } from 'node:fs'
import process from 'node:process'
import type { Command } from 'commander'
import { type Restored, restore } from '../service/backup/restore.ts'
import { openingKey } from '../service/backup/sealing.ts'
import { verify } from '../service/verify/verify.ts'
import { openDatabase } from '../store/postgres/open.ts'
import { checkedFile, textOf } from './backup.ts'
import { needRoom } from './ledger.ts'
import { rowsProgress } from './rows-progress.ts'
import { addStandstill } from './standstill.ts'
import { withCrew } from './threads/crew.ts'
import { verifyProgress } from './verify-progress.ts'

type Options = { readonly key?: string; readonly verify: boolean }

/** `whence restore`: a backup into an empty database, proved to be the ledger that it was. */
export function addRestore(program: Command): void {
  const command = program
    .command('restore')
    .description('restore a backup into an empty database: a new WHENCE_HOME, or DATABASE_URL')
    .argument('<files...>', 'a backup, or - for standard input; behind it those that go on from it, in their order')
    .option('--key <file>', 'the private key that a sealed backup is opened with')
    .option('--no-verify', 'do not verify all of it at the end')
    .action(async (paths: string[], { key, verify: isVerified }: Options) => {
      for (const path of paths) if (path !== '-') checkedFile(path)
      const opening = key === undefined ? undefined : openingKey(textOf(key))
      await needRoom()
      const say = (line: string): void => console.error(line)
      const database = await openDatabase(process.env, { say })
      const rows = rowsProgress()
      const checked = verifyProgress()
      const verified = (): NonNullable<Parameters<typeof restore>[2]['verify']> => (store) => {
        rows.end()
        return withCrew(database.url, (crew) => verify(store, { crew, progress: checked.show }))
      }
      try {
        const sources = paths.map((path) =>
          path === '-' ? process.stdin : createReadStream(path, { highWaterMark: CHUNK }),
        )
        const options = { key: opening, verify: isVerified ? verified() : null, progress: rows.show, say }
        console.log(told(await restore(database.url, sources, options)))
      } finally {
        rows.end()
        checked.end()
        await database.close()
      }
    })
  addStandstill(command)
}

const CHUNK = 2 ** 18

const STILL =
  'Letters are held and no numbers are given until you say what went out since then: see "whence restore status".'

function told({ extent, rows, migrated, verified }: Restored): string {
  const { records, customers, moment, position } = extent
  const newer = migrated.length === 0 ? '' : `\nBrought to this release: ${migrated.join(', ')}.`
  const proof =
    verified === null
      ? 'Not verified, as was asked: run "whence verify".'
      : `Verified: ${verified.records} records of ${verified.customers} customers looked at, all of it holds.`
  return `Restored ${records} records of ${customers} customers (${rows} rows) as of ${moment}, log position ${position}. Heads, ends of chains and counts are those of the backup.${newer}\n${proof}\n${STILL}`
}
