import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
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
  /** Runs a command of `script/whence` on its ledger; what it prints. */
  readonly whence: (...words: readonly string[]) => Promise<string>
}

/** What Node keeps of compiled sources stands beside the packages of each checkout. */
const ITS_OWN = { NODE_COMPILE_CACHE: undefined }
const MOST_PRINTED = 64 * 2 ** 20

/** Starts the product of a checkout in a home of its own. */
export async function openSide(name: string, checkout: string): Promise<Side> {
  const product = await startProduct({ checkout, env: ITS_OWN })
  return { name, product, cookie: await signIn(product), whence: whenceOn(checkout, product.home) }
}

/** The command line of a checkout on the ledger of a home. */
export function whenceOn(checkout: string, home: string): Side['whence'] {
  const env = { ...process.env, ...ITS_OWN, DATABASE_URL: '', WHENCE_HOME: home }
  const run = promisify(execFile)
  return async (...words) => {
    const { stdout } = await run(resolve(checkout, 'script/whence'), words, { env, maxBuffer: MOST_PRINTED })
    return stdout
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
