import { readFileSync, writeFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import type { Command } from 'commander'
import { ImportFault } from '../service/import/fault.ts'
import { type GivenMap, type ImportableFile, openFile } from '../service/import/file.ts'
import { importFile, previewFile } from '../service/import/import-file.ts'
import type { Summary } from '../service/import/kept.ts'
import { type Locale, locales } from '../service/import/locale.ts'
import { rejectsOf } from '../service/import/rejection.ts'
import { importPreview } from './import-preview.ts'
import { importProgress } from './import-progress.ts'
import { importSummary } from './import-summary.ts'
import { askLedger, atTerminal, withLedger } from './ledger.ts'
import { print } from './table.ts'

type Wish = { map?: string; locale?: string; clock?: string; rejects?: string; dryRun?: boolean; json?: boolean }

/** `whence import FILE`: books a receivables file as history; exit 2 where the file or its map does not fit. */
export function addImport(program: Command): void {
  program
    .command('import <file>')
    .description('book a CSV file of invoices and what settled them; again: nothing is added')
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
        process.exitCode = 2
      }
    })
}

async function importPath(path: string, wish: Wish): Promise<void> {
  const { map, clock, rejects = rejectsPath(path), json } = wish
  if (resolve(rejects) === resolve(path))
    throw new ImportFault(`The rejected lines would overwrite ${path}; name another file with --rejects.`)
  const given = map === undefined ? null : mapAt(map)
  const file = openFile({ name: basename(path), bytes: contents(path) }, given, localeNamed(wish.locale))
  if (wish.dryRun) return await preview(file, wish)
  const { summary, again } = await withLedger(async (store) => {
    const progress = importProgress()
    try {
      return await importFile(store, file, {
        clock,
        caller: { ...atTerminal(), channel: 'import' },
        onProgress: progress.show,
      })
    } finally {
      progress.end()
    }
  })
  const kept = keepRejects(file, summary, rejects)
  print({ ...summary, again, rejects: kept }, json, () => importSummary(summary, again, kept))
}

async function preview(file: ImportableFile, { clock, json }: Wish): Promise<void> {
  const caller = { ...atTerminal(), channel: 'import' }
  const previewed = await askLedger((store) => previewFile(store, file, { clock, caller }))
  print({ ...previewed.summary, again: previewed.again, dry_run: true }, json, () => importPreview(previewed))
}

function localeNamed(text: string | undefined): Locale | undefined {
  const locale = locales.find((one) => one === text)
  if (text !== undefined && locale === undefined)
    throw new ImportFault(`There is no locale ${text} here; choose one of ${locales.join(', ')}.`)
  return locale
}

const rejectsPath = (path: string): string => `${basename(path).replace(/\.csv$/i, '')}.rejects.csv`

const mapAt = (path: string): GivenMap => ({ name: path, text: contents(path).toString('utf8') })

function contents(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
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
    throw new ImportFault(
      `The rejected lines could not be written to ${path} (${why}); import again with another --rejects, nothing is added.`,
    )
  }
}
