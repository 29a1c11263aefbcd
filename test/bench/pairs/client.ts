import pg from 'pg'
import { openDatabase } from '../../../src/store/postgres/open.ts'

/** A connection to the database of a running product, as its owner. */
export async function clientOf(home: string): Promise<pg.Client> {
  const { url } = await openDatabase({ WHENCE_HOME: home }, { share: true })
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return client
}
