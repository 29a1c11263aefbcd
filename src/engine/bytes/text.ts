/** UTF-8 without the platform's encoder, which a pure module does not know; ids are short. */
export function utf8(text: string): Uint8Array {
  const ascii = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code >= 0x80) return encoded(text)
    ascii[at] = code
  }
  return ascii
}

function encoded(text: string): Uint8Array {
  const bytes: number[] = []
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (code < 0x80) bytes.push(code)
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), tail(code))
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), tail(code >> 6), tail(code))
    else bytes.push(0xf0 | (code >> 18), tail(code >> 12), tail(code >> 6), tail(code))
  }
  return Uint8Array.from(bytes)
}

const tail = (code: number): number => 0x80 | (code & 0x3f)

function continued(byte: number): number {
  if ((byte & 0xc0) !== 0x80) throw new Error('The bytes are no text in UTF-8')
  return byte & 0x3f
}

/** The text that `utf8` wrote. */
export function fromUtf8(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at] ?? 0
    const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
    let code = length === 1 ? first : first & (0xff >> (length + 1))
    for (let next = 1; next < length; next += 1) code = (code << 6) | continued(bytes[at + next] ?? 0)
    text += String.fromCodePoint(code)
    at += length
  }
  return text
}

const UUID_LENGTH = 36
const HYPHEN = 0x2d
const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** The ids of the records of an operation begin alike: so much of the last one that was read, and its bytes. */
const ALIKE = { letters: 32, bytes: 14 }
let lastBegin = ''
let lastBytes = new Uint8Array(16)

/** The 16 bytes of a UUID, written in lower case with its hyphens. */
export function uuidBytes(uuid: string): Uint8Array {
  if (uuid.length !== UUID_LENGTH) noUuid(uuid)
  const bytes = new Uint8Array(16)
  let at = 0
  let next = 0
  if (lastBegin !== '' && uuid.startsWith(lastBegin)) {
    bytes.set(lastBytes)
    at = ALIKE.bytes
    next = ALIKE.letters
  }
  for (; next < UUID_LENGTH; next += 2) {
    if (next === 8 || next === 13 || next === 18 || next === 23) {
      if (uuid.charCodeAt(next) !== HYPHEN) noUuid(uuid)
      next += 1
    }
    const byte = nibble(uuid.charCodeAt(next)) * 16 + nibble(uuid.charCodeAt(next + 1))
    if (byte < 0) noUuid(uuid)
    bytes[at] = byte
    at += 1
  }
  lastBegin = uuid.slice(0, ALIKE.letters)
  lastBytes = bytes
  return bytes
}

function noUuid(uuid: string): never {
  throw new Error(`Bug: ${uuid} is no UUID in lower case`)
}

/** The value of a digit "0" to "9" or "a" to "f", by its code; of another character one that makes a byte negative. */
function nibble(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  return code >= 0x61 && code <= 0x66 ? code - 0x57 : NO_DIGIT
}
const NO_DIGIT = -1000

/** The UUID of 16 bytes, in lower case. */
export function uuidText(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < 16; at += 1) {
    text += HEX[bytes[at] ?? 0]
    if (at === 3 || at === 5 || at === 7 || at === 9) text += '-'
  }
  return text
}
