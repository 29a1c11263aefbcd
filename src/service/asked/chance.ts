import { randomFillSync } from 'node:crypto'

/** Bytes drawn at once: asking the system for sixteen costs as much as asking for some thousands. */
const POOL = 8192

let pool = Buffer.alloc(0)

/** So many random bytes, of cryptographic quality, each given out once. */
export function randomBytes(count: number): Buffer {
  if (pool.length < count) pool = randomFillSync(Buffer.allocUnsafeSlow(Math.max(POOL, count)))
  const bytes = Buffer.from(pool.subarray(0, count))
  pool = pool.subarray(count)
  return bytes
}
