/** Puts fixed-width big-endian fields one behind the other; grows as needed. Private to the canonical bytes. */
export type Writer = {
  readonly u8: (value: number) => void
  readonly u16: (value: number) => void
  readonly u64: (value: number | bigint) => void
  readonly i64: (value: number | bigint) => void
  readonly fixed: (bytes: Uint8Array, length: number) => void
  readonly counted: (bytes: Uint8Array) => void
  /** begins anew, whatever was written */
  readonly reset: () => void
  readonly bytes: () => Uint8Array
  /** what was written, where it stands: good until more is */
  readonly view: () => Uint8Array
}

const HALF = 2 ** 32

export function writer(): Writer {
  let buffer = new Uint8Array(512)
  let view = new DataView(buffer.buffer)
  let at = 0
  const room = (length: number): number => {
    if (at + length > buffer.length) {
      const larger = new Uint8Array(Math.max(buffer.length * 2, at + length))
      larger.set(buffer)
      buffer = larger
      view = new DataView(buffer.buffer)
    }
    const start = at
    at += length
    return start
  }
  const put = (bytes: Uint8Array): void => {
    const start = room(bytes.length)
    buffer.set(bytes, start)
  }
  /** A number as two halves, which costs less than a bigint of it. */
  const whole = (start: number, value: number): void => {
    if (!Number.isSafeInteger(value)) throw new RangeError(`Bug: ${value} is no whole number`)
    const high = Math.floor(value / HALF)
    view.setInt32(start, high)
    view.setUint32(start + 4, value - high * HALF)
  }
  const u16 = (value: number): void => {
    if (!Number.isInteger(value) || value < 0 || value > 0xffff) throw new Error(`Bug: ${value} is no u16`)
    const start = room(2)
    view.setUint16(start, value)
  }
  return {
    u8: (value) => {
      const start = room(1)
      view.setUint8(start, value)
    },
    u16,
    u64: (value) => {
      const start = room(8)
      if (typeof value === 'bigint') view.setBigUint64(start, value)
      else whole(start, value)
    },
    i64: (value) => {
      const start = room(8)
      if (typeof value === 'bigint') view.setBigInt64(start, value)
      else whole(start, value)
    },
    fixed: (bytes, length) => {
      if (bytes.length !== length) throw new Error(`Bug: ${bytes.length} bytes where ${length} belong`)
      put(bytes)
    },
    counted: (bytes) => {
      u16(bytes.length)
      put(bytes)
    },
    reset: () => {
      at = 0
    },
    bytes: () => buffer.slice(0, at),
    view: () => buffer.subarray(0, at),
  }
}
