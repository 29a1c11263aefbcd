import { createReadStream, existsSync, readFileSync, writeFileSync } from 'node:fs'
import process from 'node:process'
import type { Command } from 'commander'
import { type BackedUp, backup } from '../service/backup/backup.ts'
import { markOf } from '../service/backup/blocks.ts'
import { makeKeys, recipientKey } from '../service/backup/sealing.ts'
import { intoStream, wholeFile } from '../service/backup/whole-file.ts'
import { UsageFault } from './fault.ts'
import { askLedger } from './ledger.ts'
import { rowsProgress } from './rows-progress.ts'

/** `whence backup`: the whole ledger as it is at one moment, in one file; and the keys that such a file is sealed with. */
export function addBackup(program: Command): void {
  const command = program
    .command('backup')
    .description('write the whole ledger as it is now into one file, while the server goes on')
    .argument('<file>', 'a file that is not there yet, or - for standard output')
    .option('--to-key <file>', 'seal it to this public key: only the private one opens it')
    .option('--since <file>', 'only what is newer than this backup, which is needed to restore it; no key is')
    .action(async (path: string, { toKey, since: earlier }: { toKey?: string; since?: string }) => {
      const since = earlier === undefined ? null : await markOf(createReadStream(checkedFile(earlier)))
      const recipient = toKey === undefined ? undefined : recipientKey(textOf(toKey))
      const progress = rowsProgress()
      const done = await askLedger((store) =>
        path === '-'
          ? backup(store, intoStream(process.stdout), { recipient, since, progress: progress.show })
          : wholeFile(path, (sink) => backup(store, sink, { recipient, since, progress: progress.show })),
      ).finally(progress.end)
      console.error(told(done, path))
    })
  command
    .command('keygen <name>')
    .description('make NAME.pub, to seal backups to, and NAME.key, which opens them: keep that one elsewhere')
    .action((name: string) => {
      const taken = [`${name}.pub`, `${name}.key`].find((path) => existsSync(path))
      if (taken !== undefined) throw new UsageFault(`There is a file ${taken} already: choose another name.`)
      const { publicKey, privateKey } = makeKeys()
      writeFileSync(`${name}.key`, privateKey, { mode: 0o600, flag: 'wx' })
      writeFileSync(`${name}.pub`, publicKey, { flag: 'wx' })
      console.log(`Made ${name}.pub to seal backups to, and ${name}.key, which opens them. Without it nobody does.`)
    })
}

/** The name of a file that is there. */
export function checkedFile(path: string): string {
  if (!existsSync(path)) throw new UsageFault(`There is no file ${path}.`)
  return path
}

/** The text of a file that was named. */
export const textOf = (path: string): string => readFileSync(checkedFile(path), 'utf8')

const told = ({ records, customers, moment, position, unplaced, bytes, hash }: BackedUp, path: string): string =>
  `Backed up ${records} records of ${customers} customers as of ${moment}, log position ${position}${unplaced === 0 ? '' : ` and ${unplaced} transactions behind it`}: ` +
  `${bytes} bytes${path === '-' ? '' : ` in ${path}`}, ending in ${hash}.`
