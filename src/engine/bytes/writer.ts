/** Puts fixed-width big-endian fields one behind the other; grows as needed. Private to the canonical bytes. */
export type Writer = {
  readonly u8: (value: number) => void
  readonly u16: (value: number) => void
  readonly u64: (value: number | bigint) => void
  readonly i64: (value: number | bigint) => void
  readonly fixed: (bytes: Uint8Array, length: number) => void
  readonly counted: (bytes: Uint8Array) => void
  readonly bytes: () => Uint8Array
}

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
  const put = (bytes: Uint8Array): void => buffer.set(bytes, room(bytes.length))
  const u16 = (value: number): void => {
    if (!Number.isInteger(value) || value < 0 || value > 0xffff) throw new Error(`Bug: ${value} is no u16`)
    view.setUint16(room(2), value)
  }
  return {
    u8: (value) => view.setUint8(room(1), value),
    u16,
    u64: (value) => view.setBigUint64(room(8), BigInt(value)),
    i64: (value) => view.setBigInt64(room(8), BigInt(value)),
    fixed: (bytes, length) => {
      if (bytes.length !== length) throw new Error(`Bug: ${bytes.length} bytes where ${length} belong`)
      put(bytes)
    },
    counted: (bytes) => {
      u16(bytes.length)
      put(bytes)
    },
    bytes: () => buffer.slice(0, at),
  }
}
