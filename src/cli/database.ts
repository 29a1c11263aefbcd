import type { Command } from 'commander'
import { migrateDatabase } from '../store/migrate-database.ts'
import { openDatabase } from '../store/postgres/open.ts'

/** `whence db migrate`: brings the tables of a database to this version. */
export function addDatabase(program: Command): void {
  program
    .command('db')
    .description('the database')
    .command('migrate')
    .description('bring the tables to this version; done at every start')
    .action(async () => {
      const database = await openDatabase(process.env, { share: true, say: (line) => console.error(line) })
      try {
        const applied = await migrateDatabase(database.url)
        console.log(
          applied.length === 0
            ? 'Nothing to do: the tables are of this version.'
            : applied.map((one) => `Applied ${one.name}`).join('\n'),
        )
      } finally {
        await database.close()
      }
    })
}
