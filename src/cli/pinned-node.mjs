import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

// Plain JavaScript: a Node that is too old for this project cannot read its TypeScript, and is to say so in a sentence.

const OLDEST = [24, 7]
const PINNED = fileURLToPath(new URL('../../node_modules/.bin/node', import.meta.url))

/** Goes on under the pinned Node where this one is too old; says what to do where that is not installed. */
function underPinnedNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return
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
