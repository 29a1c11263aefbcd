import { once } from 'node:events'
import { resolve } from 'node:path'
import { launched } from '../product/launched.ts'
import { peakOf } from '../product/memory.ts'
import { type Product, startProduct } from '../product/start.ts'

/**
 * A product that is measured, by what all versions of it share: HTTP, the command line, and its home. Of its sources
 * nothing is imported, so that one program measures an older checkout and this one alike.
 */
export type Side = {
  readonly name: string
  readonly product: Product
  /** Of somebody who is signed in. */
  readonly cookie: string
  /** Runs a command of `script/whence` on its ledger. */
  readonly whence: (...words: readonly string[]) => Promise<Said>
}

/** What a command printed, and the most that it took with all of its threads; MB (RSS). */
export type Said = { readonly printed: string; readonly peak: number }

/** What Node keeps of compiled sources stands beside the packages of each checkout. */
const ITS_OWN = { NODE_COMPILE_CACHE: undefined }
/** How often it is looked how much memory a command takes. */
const LOOK_MS = 50

/** Starts the product of a checkout in a home of its own. */
export async function openSide(name: string, checkout: string): Promise<Side> {
  const product = await startProduct({ checkout, env: ITS_OWN })
  return { name, product, cookie: await signIn(product), whence: whenceOn(checkout, product.home) }
}

/** The command line of a checkout on the ledger of a home. */
export function whenceOn(checkout: string, home: string): Side['whence'] {
  const env = { ...process.env, ...ITS_OWN, DATABASE_URL: '', WHENCE_HOME: home }
  return async (...words) => {
    const command = launched([resolve(checkout, 'script/whence'), ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    const said = { printed: '', wrong: '', peak: 0 }
    command.stdout?.on('data', (chunk: Buffer) => (said.printed += chunk.toString()))
    command.stderr?.on('data', (chunk: Buffer) => (said.wrong += chunk.toString()))
    const looking = setInterval(() => (said.peak = Math.max(said.peak, peakOf(command.pid))), LOOK_MS)
    const [code] = await once(command, 'close').finally(() => clearInterval(looking))
    if (code !== 0) throw new Error(`whence ${words.join(' ')} ended with ${code}: ${said.wrong}${said.printed}`)
    return said
  }
}

async function signIn({ url, email, password }: Product): Promise<string> {
  const response = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  return response.headers.get('set-cookie')?.split(';')[0] ?? ''
}
