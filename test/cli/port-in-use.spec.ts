import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo, Server } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { whence } from './terminal.ts'

/** A start that finds its port in use says so and ends, with everything that it had begun. */

let home: string
let other: Server
let port: number

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'whence-port-'))
  other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  port = (other.address() as AddressInfo).port
})
afterAll(async () => {
  await new Promise((resolve) => other.close(resolve))
  rmSync(home, { recursive: true, force: true })
})

test.each(['first', 'second'])(
  'the %s start of a home ends with one sentence that says what to do, and leaves nothing running',
  async () => {
    const { code, out, error } = await whence(home, ['start', '--no-demo', '--port', String(port)])
    expect([code, out]).toEqual([1, ''])
    expect(error).toMatch(
      new RegExp(`^Port ${port} is in use; set PORT to another one, or to 0 for any free one\\.\\n$`, 'm'),
    )
    expect(error).not.toMatch(/\n\s+at /)
    expect(['PG_VERSION', 'postmaster.pid'].map((name) => existsSync(join(home, 'postgres', name)))).toEqual([
      true,
      false,
    ])
  },
)

test('the home is free for whoever comes then', async () => {
  expect(await whence(home, ['keys', 'list'])).toMatchObject({ code: 0 })
})
