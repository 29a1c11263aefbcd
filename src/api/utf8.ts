const decoder = new TextDecoder('utf-8', { fatal: true })

/** The text of some bytes; null where they are not UTF-8: what a replacement mark stands for cannot be told any more. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes)
  } catch {
    return null
  }
}
