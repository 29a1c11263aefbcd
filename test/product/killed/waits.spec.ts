import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject, test } from 'vitest'
import { startServer } from '../../faults/victim.ts'

/** Starts a server on the database of the run, says so, and waits to be killed. */
test('waits', async () => {
  await startServer(mkdtempSync(join(tmpdir(), 'whence-killed-')), inject('server'))
  writeFileSync(join(tmpdir(), 'is-up'), '')
  await new Promise(() => {})
})
