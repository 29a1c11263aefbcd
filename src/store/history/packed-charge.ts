/**
 * How the canonical bytes of a charge stand in the database: of a bundle all but the first have the same shape and differ
 * in thirteen numbers, the record's id and the service. A number is kept as what it differs by from another one of the
 * record that says nearly the same: an effect is the amount, a moment of recording lies behind that of effect. Bytes of any
 * other shape are packed as all are. The shape is that of stored records, for ever.
 */

/** What such bytes begin with: no version of canonical bytes, nor what others are packed behind. */
export const CHARGE_LEAD = 0xff

/** Eight bytes that differ from record to record; those of the day from which a moment is counted. */
const NUMBER = '00'.repeat(8)
const SINCE_2026 = '0006474846204000'
const ID = '00'.repeat(16)

/** The bytes of a charge without service, with nothing in its fields: version, kind, type; its refs, facts and effect. */
const SHAPE = Uint8Array.from(
  Buffer.from(
    `01 0001 0002 ${NUMBER} ${ID} ${NUMBER} 05 ${NUMBER} ${NUMBER} ${SINCE_2026} ${NUMBER} 0005 ${NUMBER} 0000
   0004 0001 ${NUMBER} 0002 ${NUMBER} 0007 0005 ${NUMBER} 0011 0000
   0001 0001 0000 ${NUMBER} 01 ${NUMBER} ${NUMBER} ${NUMBER}`.replaceAll(/\s/g, ''),
    'hex',
  ),
)
const [ID_AT, PRESENCE_AT, LENGTH_AT, TEXT_AT] = [13, 37, 118, 120]
const LATE = 8

/** Where the numbers stand, and those from which each is counted: only ones before it; -1: that of the shape. */
const [SEQ, ROOT, PARENT, BALANCE, EFFECTIVE, RECORDED, NO] = [5, 29, 38, 46, 54, 62, 72]
const [AMOUNT, XDR, CHARGE, BEFORE, AFTER, BEFORE_SEQ] = [86, 96, 108, 135, 143, 151]
const NUMBERS = [SEQ, ROOT, PARENT, BALANCE, EFFECTIVE, RECORDED, NO, AMOUNT, XDR, CHARGE, BEFORE, AFTER, BEFORE_SEQ]
const FROM = [-1, SEQ, ROOT, -1, -1, EFFECTIVE, SEQ, -1, -1, NO, -1, BEFORE, SEQ]

/** Behind the lead how many bytes each number takes, in half bytes of which the last says whether it is late; the length. */
const [COUNTS_AT, SERVICE_AT, NUMBERS_AT] = [1, 8, 9]
const MOST_TEXT = 0xff

/** The places that are the same in all charges. */
const FIXED = [...SHAPE.keys()].filter(
  (at) =>
    !(at >= ID_AT && at < ID_AT + 16) &&
    !(at >= LENGTH_AT && at < TEXT_AT) &&
    NUMBERS.every((number) => at < number || at >= number + 8),
)

const shape = new DataView(SHAPE.buffer)
/** The canonical bytes and the packed ones at hand; one of each for all, from which they are taken at once. */
const whole = new Uint8Array(SHAPE.length + MOST_TEXT)
const view = new DataView(whole.buffer)
const small = new Uint8Array(whole.length)

const HALF = 2 ** 32
/** A number of 64 bits as two halves: sums of them are far from what a double cannot hold. */
let [high, low] = [0, 0]

/** Adds `sign` times what the n-th number is counted from. */
function addOrigin(n: number, words: number, sign: 1 | -1): void {
  const from = FROM[n] ?? -1
  if (from === -1) add(shape, NUMBERS[n] ?? 0, sign)
  else add(view, from < TEXT_AT ? from : from + words, sign)
  if (NUMBERS[n] === AFTER) add(view, AMOUNT, sign)
  high = (high + Math.floor(low / HALF)) | 0
  low >>>= 0
}

function add(numbers: DataView, at: number, sign: 1 | -1): void {
  high += sign * numbers.getInt32(at)
  low += sign * numbers.getUint32(at + 4)
}

/** The packed form of the canonical bytes of a charge; null: they have another shape. */
export function packedCharge(bytes: Uint8Array): Uint8Array | null {
  const words = bytes.length - SHAPE.length
  if (words < 0 || words > MOST_TEXT || bytes[4] !== SHAPE[4]) return null
  whole.set(bytes)
  const late = view.getUint8(PRESENCE_AT) & LATE
  whole[PRESENCE_AT] = view.getUint8(PRESENCE_AT) - late
  if (view.getUint16(LENGTH_AT) !== words) return null
  for (const at of FIXED) if (whole[at < TEXT_AT ? at : at + words] !== SHAPE[at]) return null
  small.fill(0, 0, NUMBERS_AT)
  small[0] = CHARGE_LEAD
  small[SERVICE_AT] = words
  let to = NUMBERS_AT
  for (let n = 0; n < NUMBERS.length; n += 1) {
    const count = writeNumber(n, words, to)
    small[COUNTS_AT + (n >> 1)] = n % 2 === 0 ? count << 4 : (small[COUNTS_AT + (n >> 1)] ?? 0) | count
    to += count
  }
  if (late !== 0) small[SERVICE_AT - 1] = (small[SERVICE_AT - 1] ?? 0) | 1
  for (let at = ID_AT; at < ID_AT + 16; at += 1, to += 1) small[to] = view.getUint8(at)
  for (let at = TEXT_AT; at < TEXT_AT + words; at += 1, to += 1) small[to] = view.getUint8(at)
  return small.slice(0, to)
}

/** Writes by how much the n-th number differs, its sign in the last bit, without the zeros before. How many bytes these are. */
function writeNumber(n: number, words: number, to: number): number {
  const number = NUMBERS[n] ?? 0
  const at = number < TEXT_AT ? number : number + words
  high = view.getInt32(at)
  low = view.getUint32(at + 4)
  addOrigin(n, words, -1)
  const sign = high >> 31
  const [upper, lower] = [((high << 1) | (low >>> 31)) ^ sign, (low << 1) ^ sign]
  const count = upper === 0 ? 4 - (Math.clz32(lower) >> 3) : 8 - (Math.clz32(upper) >> 3)
  for (let left = count - 1, next = to; left >= 0; left -= 1, next += 1)
    small[next] = left >= 4 ? upper >>> ((left - 4) * 8) : lower >>> (left * 8)
  return count
}

/** How many canonical bytes the packed ones of a charge come to. */
export const chargeSize = (stored: Uint8Array, from: number): number => SHAPE.length + (stored[from + SERVICE_AT] ?? 0)

/** Unpacks the bytes of a charge as `unpackInto` does those of all. */
export function unpackCharge(stored: Uint8Array, from: number, to: Uint8Array, place: number): number {
  const words = stored[from + SERVICE_AT] ?? 0
  const [size, last] = [SHAPE.length + words, stored[from + SERVICE_AT - 1] ?? 0]
  if (place + size > to.length || (last & 0xf) > 1) return 0
  whole.set(SHAPE)
  if (words > 0) whole.copyWithin(TEXT_AT + words, TEXT_AT, SHAPE.length)
  view.setUint16(LENGTH_AT, words)
  let next = readNumbers(stored, from, words)
  if (next + 16 + words !== stored.length) return 0
  if ((last & 1) === 1) whole[PRESENCE_AT] = (SHAPE[PRESENCE_AT] ?? 0) | LATE
  for (let at = ID_AT; at < ID_AT + 16; at += 1, next += 1) whole[at] = stored[next] ?? 0
  for (let at = TEXT_AT; at < TEXT_AT + words; at += 1, next += 1) whole[at] = stored[next] ?? 0
  to.set(whole.subarray(0, size), place)
  return size
}

/** Reads all numbers to where they belong. Where they end; without end, where one is not as it would be written. */
function readNumbers(stored: Uint8Array, from: number, words: number): number {
  let next = from + NUMBERS_AT
  for (let n = 0; n < NUMBERS.length; n += 1) {
    const counts = stored[from + COUNTS_AT + (n >> 1)] ?? 0
    const count = n % 2 === 0 ? counts >> 4 : counts & 0xf
    if (count > 8 || (count > 0 && stored[next] === 0)) return Number.POSITIVE_INFINITY
    readNumber(stored, next, count)
    addOrigin(n, words, 1)
    const number = NUMBERS[n] ?? 0
    const at = number < TEXT_AT ? number : number + words
    view.setInt32(at, high)
    view.setUint32(at + 4, low)
    next += count
  }
  return next
}

function readNumber(stored: Uint8Array, from: number, count: number): void {
  let upper = 0
  let lower = 0
  for (let next = from; next < from + count; next += 1) {
    upper = (upper << 8) | (lower >>> 24)
    lower = (lower << 8) | (stored[next] ?? 0)
  }
  const sign = -(lower & 1)
  high = (upper >>> 1) ^ sign
  low = (((lower >>> 1) | (upper << 31)) ^ sign) >>> 0
}
