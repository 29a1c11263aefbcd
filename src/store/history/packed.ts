import { CHARGE_LEAD, chargeSize, packedCharge, unpackCharge } from './packed-charge.ts'

/**
 * How canonical bytes stand in the database: more than half of them are zeros of fixed-width fields, so what is kept is
 * which of them are none, and these; of a charge less is kept (`packed-charge.ts`). What is written has one packed form of
 * given bytes. Records of before stand as they are, and charges that were packed as all are stand so.
 */

/** What packed bytes begin with; canonical bytes begin with their version, which is none. */
const LEAD = 0
/** Behind the lead two bytes say how many there are; longer ones, which are rare, stand as they are. */
const MAP_AT = 3
const LONGEST = 0xffff

/** One for all, whose bytes are taken from it as soon as they are written. */
const scratch = new Uint8Array(MAP_AT + Math.ceil(LONGEST / 8) + LONGEST)

/** Canonical bytes as they are stored: packed, where that makes them shorter. */
export function packed(bytes: Uint8Array): Uint8Array {
  const { length } = bytes
  if (length > LONGEST) return bytes
  const charge = packedCharge(bytes)
  if (charge !== null) return charge
  scratch[0] = LEAD
  scratch[1] = length >> 8
  scratch[2] = length & 0xff
  let [at, mapAt, map, bit] = [MAP_AT + ((length + 7) >> 3), MAP_AT, 0, 1]
  for (let from = 0; from < length; from += 1) {
    const byte = bytes[from] as number
    if (byte !== 0) {
      map |= bit
      scratch[at] = byte
      at += 1
    }
    bit <<= 1
    if (bit === 256) {
      scratch[mapAt] = map
      mapAt += 1
      map = 0
      bit = 1
    }
  }
  if (bit !== 1) scratch[mapAt] = map
  return at < length ? scratch.slice(0, at) : bytes
}

/** How many bytes packed ones come to; 0: they are not packed. */
function sizeOf(stored: Uint8Array, from: number): number {
  if (stored[from] === CHARGE_LEAD) return chargeSize(stored, from)
  return stored[from] === LEAD ? ((stored[from + 1] ?? 0) << 8) | (stored[from + 2] ?? 0) : 0
}

/**
 * Writes the canonical bytes of stored ones, which lie in `stored` from `from` to its end, into `to` at a place. How many
 * they are; 0: these are not packed, or not as they would be, so that they are looked at as they stand.
 */
export function unpackInto(stored: Uint8Array, from: number, to: Uint8Array, place: number): number {
  if (stored[from] === CHARGE_LEAD) return unpackCharge(stored, from, to, place)
  const size = sizeOf(stored, from)
  if (size === 0 || place + size > to.length) return 0
  let at = from + MAP_AT + ((size + 7) >> 3)
  let next = place
  const end = place + size
  for (let mapAt = from + MAP_AT; next < end; mapAt += 1) {
    let map = stored[mapAt] as number
    for (let left = 8; left > 0; left -= 1) {
      if ((map & 1) === 0) to[next] = 0
      else {
        const byte = stored[at] ?? 0
        if (byte === 0 || next >= end) return 0
        to[next] = byte
        at += 1
      }
      next += 1
      map >>= 1
    }
  }
  return at === stored.length && at - from < size ? size : 0
}

/** The canonical bytes of stored ones. What is not as it would be packed is answered as it is: no record has such bytes. */
export function unpacked(stored: Uint8Array): Uint8Array {
  const size = sizeOf(stored, 0)
  if (size === 0) return stored
  // the last byte of the map says eight
  const bytes = new Uint8Array(size + 8)
  return unpackInto(stored, 0, bytes, 0) === 0 ? stored : bytes.subarray(0, size)
}
