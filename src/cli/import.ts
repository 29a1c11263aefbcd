import { readFileSync, writeFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import type { Command } from 'commander'
import { ImportFault } from '../service/import/fault.ts'
import { type GivenMap, type ImportableFile, openFile } from '../service/import/file.ts'
import { importFile } from '../service/import/import-file.ts'
import type { Summary } from '../service/import/kept.ts'
import { rejectsOf } from '../service/import/rejection.ts'
import { importProgress } from './import-progress.ts'
import { importSummary } from './import-summary.ts'
import { atTerminal, withLedger } from './ledger.ts'
import { print } from './table.ts'

type Wish = { map?: string; clock?: string; rejects?: string; json?: boolean }

/** `whence import FILE`: books a receivables file as history; exit 2 where the file or its map does not fit. */
export function addImport(program: Command): void {
  program
    .command('import <file>')
    .description('book a CSV file of invoices and what settled them; again: nothing is added')
    .option('--map <file>', 'which column means what (docs/manual/import.md); known files need none')
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

async function importPath(path: string, { map, clock, rejects = rejectsPath(path), json }: Wish): Promise<void> {
  if (resolve(rejects) === resolve(path))
    throw new ImportFault(`The rejected lines would overwrite ${path}; name another file with --rejects.`)
  const file = openFile({ name: basename(path), bytes: contents(path) }, map === undefined ? null : mapAt(map))
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
