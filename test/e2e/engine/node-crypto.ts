/**
 * What the ledgers in memory ask of `node:crypto`, for a browser, whose own SHA-256 answers later only: FIPS 180-4, in
 * words of 32 bits.
 */

/** The first 32 bits of the fractions of roots of the first primes: where the constants of SHA-256 come from. */
const primes = Array.from({ length: 312 }, (_, n) => n).filter(
  (n) => n > 1 && !Array.from({ length: n }, (_, d) => d).some((d) => d > 1 && n % d === 0),
)
/** By whole numbers: a fraction of a double has too few bits for the cube roots. */
const fraction = (prime: number, power: bigint): number => {
  const wanted = BigInt(prime) << (32n * power)
  let [low, high] = [0n, 1n << 40n]
  while (high - low > 1n) {
    const middle = (low + high) >> 1n
    if (middle ** power <= wanted) low = middle
    else high = middle
  }
  return Number(low & 0xffffffffn)
}
const START = primes.slice(0, 8).map((prime) => fraction(prime, 2n))
const ROUNDS = primes.slice(0, 64).map((prime) => fraction(prime, 3n))

const turned = (word: number, by: number): number => (word >>> by) | (word << (32 - by))

function sha256(bytes: Uint8Array): Uint8Array {
  const length = (((bytes.length + 8) >> 6) + 1) << 6
  const view = new DataView(new ArrayBuffer(length))
  new Uint8Array(view.buffer).set(bytes)
  view.setUint8(bytes.length, 0x80)
  view.setBigUint64(length - 8, BigInt(bytes.length) * 8n)
  let state = START
  for (let at = 0; at < length; at += 64) state = mixed(state, view, at)
  const digest = new DataView(new ArrayBuffer(32))
  for (const [at, word] of state.entries()) digest.setUint32(at * 4, word)
  return new Uint8Array(digest.buffer)
}

function mixed(state: readonly number[], view: DataView, at: number): number[] {
  const words = Array.from({ length: 16 }, (_, n) => view.getUint32(at + n * 4))
  const word = (n: number): number => words[n] ?? 0
  for (let n = 16; n < 64; n += 1) {
    const [near, far] = [word(n - 2), word(n - 15)]
    const small = turned(far, 7) ^ turned(far, 18) ^ (far >>> 3)
    const large = turned(near, 17) ^ turned(near, 19) ^ (near >>> 10)
    words.push((word(n - 16) + small + word(n - 7) + large) >>> 0)
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  for (const [n, constant] of ROUNDS.entries()) {
    const large = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)
    const one = (h + large + ((e & f) ^ (~e & g)) + constant + word(n)) >>> 0
    const small = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)
    const two = (small + ((a & b) ^ (a & c) ^ (b & c))) >>> 0
    ;[a, b, c, d, e, f, g, h] = [(one + two) >>> 0, a, b, c, (d + one) >>> 0, e, f, g]
  }
  return [a, b, c, d, e, f, g, h].map((mixed, n) => (mixed + (state[n] ?? 0)) >>> 0)
}

/** As Node's, for what is hashed at once. */
export const createHash = (_algorithm: 'sha256') => ({
  update: (bytes: Uint8Array) => ({ digest: (): Uint8Array => sha256(bytes) }),
})
