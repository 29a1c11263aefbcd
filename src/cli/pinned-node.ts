import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'

const OLDEST = [24, 7]
const PINNED = join(import.meta.dirname, '../../node_modules/.bin/node')

/** Goes on under the pinned Node where this one is too old; says so in a sentence where that is not installed. */
export function underPinnedNode(): void {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return
  if (!existsSync(PINNED) || process.env.WHENCE_PINNED === 'yes') {
    console.error(
      `Whence needs Node ${OLDEST.join('.')} and this is ${process.versions.node}; run npm ci, then script/whence.`,
    )
    process.exit(1)
  }
  const env = { ...process.env, WHENCE_PINNED: 'yes' }
  const { status } = spawnSync(PINNED, process.argv.slice(1), { stdio: 'inherit', env })
  process.exit(status ?? 1)
}

underPinnedNode()
