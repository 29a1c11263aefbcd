#!/usr/bin/env node
// The command as npm installs it, for whatever Node is there.
import './pinned-node.mjs'

await import('./main.ts')
