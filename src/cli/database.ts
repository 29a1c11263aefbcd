import type { Command } from 'commander'
import { takeOverRows } from '../service/ledger/pins.ts'
import { migrateDatabase } from '../store/migrations/migrate-database.ts'
import { openDatabase } from '../store/postgres/open.ts'
import { openStore } from '../store/session/store.ts'
import { addDistribute } from './distribute.ts'
import { needRoom } from './ledger.ts'

/** `whence db migrate|distribute`: brings the tables of a database to this version, or over several nodes. */
export function addDatabase(program: Command): void {
  const db = program.command('db').description('the database')
  addDistribute(db)
  db.command('migrate')
    .description('bring the tables to this version; done at every start')
    .action(async () => {
      await needRoom()
      const database = await openDatabase(process.env, { share: true, say: (line) => console.error(line) })
      try {
        const applied = await migrateDatabase(database.url)
        const store = await openStore(database.url)
        await takeOverRows(store).finally(store.close)
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
