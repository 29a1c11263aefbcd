import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Caller } from '../service/asked/request.ts'
import { createKey } from '../service/people/api-keys.ts'
import { addUser, listUsers } from '../service/people/people.ts'
import { oneAtATime } from '../service/work/leased.ts'
import type { Store } from '../store/session/store.ts'

const credentials = z.object({ url: z.string(), email: z.string(), password: z.string(), api_key: z.string() })
type Credentials = z.infer<typeof credentials>

const bootstrap: Caller = { actor: 'system', realm: 'system', channel: 'cli', ip: null }
const EMAIL = 'admin@example.com'

/**
 * Makes the first administrator and a key of the API where nobody may sign in yet, and keeps both with the address in
 * `credentials.json` of the home, readable by its owner alone. Later starts only bring the address up to date.
 * Answers the path of the file; null where there is none.
 */
export const firstSignIn = (store: Store, home: string, url: string): Promise<string | null> =>
  // several servers may start at once
  oneAtATime(store, 'first sign-in', () => signIn(store, home, url))

async function signIn(store: Store, home: string, url: string): Promise<string | null> {
  const path = join(home, 'credentials.json')
  const kept = existsSync(path) ? credentials.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data : undefined
  if ((await listUsers(store)).length > 0) {
    if (kept === undefined) return null
    write(path, { ...kept, url })
    return path
  }
  mkdirSync(home, { recursive: true })
  const password = randomBytes(12).toString('base64url')
  const key = await createKey(store, 'First key', bootstrap)
  // Written before the user is there: a start that is killed in between makes both anew.
  write(path, { url, email: EMAIL, password, api_key: key.secret })
  await addUser(store, { email: EMAIL, name: 'Administrator', password }, bootstrap)
  return path
}

function write(path: string, one: Credentials): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(one, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${path}.new`, path)
}
