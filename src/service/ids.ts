import { createHash, randomBytes } from 'node:crypto'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const READABLE_LENGTH = 12

/** A UUIDv7: 48 bits of milliseconds, the rest by chance; ids made later sort later. */
export function uuidV7(): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(Date.now(), 0, 6)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** An operation's id: a UUIDv7 whose last 16 bits are 0, so that its records are named by adding their index. */
export const operationId = (): string => `${uuidV7().slice(0, -4)}0000`

/** A payment's id, where the caller gives none. */
export const paymentId = (): string => `PAY-${readable(randomBytes(8))}`

/** A new customer's id, where the caller gives none: the same for the same caller and key, so that a retry finds him. */
export const derivedCustomerId = (caller: string, key: string): string =>
  `C-${readable(createHash('sha256').update(`${caller}\0${key}`).digest())}`

/** 60 bits as twelve letters and digits that cannot be mistaken for each other. */
function readable(bytes: Uint8Array): string {
  let number = Buffer.from(bytes).readBigUInt64BE()
  let text = ''
  for (let at = 0; at < READABLE_LENGTH; at += 1) {
    text += ALPHABET[Number(number % 32n)]
    number /= 32n
  }
  return text
}
