import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import type { Command } from 'commander'
import { type GivenMap, type ImportableFile, openFile } from '../service/import/file.ts'
import { importFile, previewFile } from '../service/import/import-file.ts'
import type { Summary } from '../service/import/kept.ts'
import { ImportFault, ImportStopped } from '../service/import/reading/fault.ts'
import { type Locale, locales } from '../service/import/reading/locale.ts'
import { rejectsOf } from '../service/import/reading/rejection.ts'
import { checkSize, LIMITS } from '../service/import/reading/sizes.ts'
import { importPreview } from './import-preview.ts'
import { importProgress } from './import-progress.ts'
import { importSummary, outcomeOf } from './import-summary.ts'
import { bookUsage, usageAt } from './import-usage.ts'
import { askLedger, atTerminal, needRoom, withLedger } from './ledger.ts'
import { print } from './table.ts'

type Wish = { map?: string; locale?: string; clock?: string; rejects?: string; dryRun?: boolean; json?: boolean }

/** How the command ends: 1 is a failure on the way, as of any command. */
const EXIT = { unfit: 2, nothingBooked: 3 } as const

/**
 * `whence import FILE`: books a receivables file as history, or a file of usage. Exit 0 where something of it is booked, now or before; 2 where
 * the file or its map does not fit; 3 where no line of it can be booked.
 */
export function addImport(program: Command): void {
  program
    .command('import <file>')
    .description('book a CSV file of invoices and what settled them, or of usage; again: nothing is added')
    .option('--map <file>', 'which column means what (docs/manual/import.md); known files need none')
    .option('--locale <code>', `how days and amounts are written where the map does not say: ${locales.join(', ')}`)
    .option('--dry-run', 'say what would be booked, with totals and the first lines as they are read; book nothing')
    .option('--clock <name>', 'name of the clock on which the history is booked')
    .option('--rejects <file>', 'where rejected lines go; FILE.rejects.csv here where left out')
    .option('--json', 'as JSON')
    .action(async (path: string, wish: Wish) => {
      try {
        await importPath(path, wish)
      } catch (error) {
        if (!(error instanceof ImportFault)) throw error
        console.error(error.message)
        process.exitCode = EXIT.unfit
      }
    })
}

async function importPath(path: string, wish: Wish): Promise<void> {
  const { map, clock, rejects = rejectsPath(path), json } = wish
  if (resolve(rejects) === resolve(path))
    throw new ImportFault(`The rejected lines would overwrite ${path}; name another file with --rejects.`)
  const usage = map === undefined ? await usageAt(path) : undefined
  if (usage !== undefined) {
    const booked = await bookUsage(usage, { rejects, dryRun: wish.dryRun === true, json })
    if (booked === 0) process.exitCode = EXIT.nothingBooked
    return
  }
  const given = map === undefined ? null : mapAt(map)
  const file = openFile(
    { name: basename(path), bytes: contents(path, LIMITS.fileBytes) },
    given,
    localeNamed(wish.locale),
  )
  if (wish.dryRun) return await preview(file, wish)
  const { summary, again } = await withLedger(async (store) => {
    const progress = importProgress()
    try {
      return await importFile(store, file, {
        clock,
        caller: { ...atTerminal(), channel: 'import' },
        onProgress: async (one) => {
          progress.show(one)
          await needRoom()
        },
      })
    } finally {
      progress.end()
    }
  })
  const kept = keepRejects(file, summary, rejects)
  const outcome = outcomeOf(summary, again)
  print({ ...summary, outcome, again, rejects: kept }, json, () => importSummary(summary, again, kept))
  if (outcome === 'nothing_booked') process.exitCode = EXIT.nothingBooked
}

async function preview(file: ImportableFile, { clock, json }: Wish): Promise<void> {
  const caller = { ...atTerminal(), channel: 'import' }
  const previewed = await askLedger((store) => previewFile(store, file, { clock, caller }))
  const { summary, again } = previewed
  print({ ...summary, again, dry_run: true }, json, () => importPreview(previewed))
  if (outcomeOf(summary, again) === 'nothing_booked') process.exitCode = EXIT.nothingBooked
}

function localeNamed(text: string | undefined): Locale | undefined {
  const locale = locales.find((one) => one === text)
  if (text !== undefined && locale === undefined)
    throw new ImportFault(`There is no locale ${text} here; choose one of ${locales.join(', ')}.`)
  return locale
}

const rejectsPath = (path: string): string => `${basename(path).replace(/\.csv$/i, '')}.rejects.csv`

const mapAt = (path: string): GivenMap => ({ name: path, text: contents(path, LIMITS.mapBytes).toString('utf8') })

/** What a file holds, of which the size is looked at before. */
function contents(path: string, mostBytes: number): Buffer {
  try {
    checkSize(path, statSync(path).size, mostBytes)
    const bytes = readFileSync(path)
    checkSize(path, bytes.length, mostBytes)
    return bytes
  } catch (error) {
    if (error instanceof ImportFault) throw error
    throw new ImportFault(
      `${path} cannot be read (${(error as NodeJS.ErrnoException).code}); give a file that is there.`,
    )
  }
}

/** Writes the rejected lines, each time the same; answers where, or null when there are none. */
function keepRejects(file: ImportableFile, summary: Summary, path: string): string | null {
  if (summary.rejected.length === 0) return null
  try {
    writeFileSync(path, rejectsOf(file, summary.rejected))
    return path
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code
    throw new ImportStopped(
      `The rejected lines could not be written to ${path} (${why}); import again with another --rejects: nothing is booked twice.`,
    )
  }
}
