import type { Instant } from '../../engine/time.ts'

/** Now by the wall clock, µs since 1970. */
export const wallNow = (): Instant => BigInt(Date.now()) * 1000n
