/** Takes fixed-width big-endian fields from the front; throws where the bytes end too early. */
export type Reader = {
  readonly u8: () => number
  /** a byte that is 0 or 1 */
  readonly flag: () => boolean
  readonly u16: () => number
  readonly u64: () => number
  readonly i64: () => bigint
  readonly fixed: (length: number) => Uint8Array
  readonly counted: () => Uint8Array
  readonly list: <T>(one: () => T) => T[]
  readonly ended: () => boolean
}

export function reader(bytes: Uint8Array): Reader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  const step = (length: number): number => {
    if (at + length > bytes.length) throw new Error('The canonical bytes end too early')
    const start = at
    at += length
    return start
  }
  const u8 = (): number => view.getUint8(step(1))
  const u16 = (): number => view.getUint16(step(2))
  const fixed = (length: number): Uint8Array => {
    const start = step(length)
    return bytes.slice(start, start + length)
  }
  // Most lists are empty or short, and every decoding reads several: Array.from takes eight times as long.
  const list = <T>(one: () => T): T[] => {
    const all: T[] = []
    for (let left = u16(); left > 0; left -= 1) all.push(one())
    return all
  }
  return {
    u8,
    flag: () => {
      const value = u8()
      if (value > 1) throw new Error(`The canonical bytes hold ${value} where 0 or 1 belongs`)
      return value === 1
    },
    u16,
    u64: () => Number(view.getBigUint64(step(8))),
    i64: () => view.getBigInt64(step(8)),
    fixed,
    counted: () => fixed(u16()),
    list,
    ended: () => at === bytes.length,
  }
}
