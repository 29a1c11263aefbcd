import { hash } from 'node:crypto'
import { randomBytes } from './chance.ts'

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

/** A dispute's id, where the caller gives none. */
export const disputeId = (): string => `DSP-${readable(randomBytes(8))}`

/** The name of a draft, where the caller gives none: until it is issued and gets a number. */
export const draftName = (): string => `DRAFT-${readable(randomBytes(8))}`
/** Names of this form are given to drafts. */
export const NAME_OF_DRAFT = new RegExp(`^DRAFT-[${ALPHABET}]{${READABLE_LENGTH}}$`)

/** Numbers that the ledger gives by itself; nobody may supply one. */
export const NUMBER_OF_SEQUENCE = /^INV-\d{6,}$/
export const CREDIT_NOTE_OF_SEQUENCE = /^(CN-\d{6,}|CR-.*|MOV-.*)$/

/** The number of an invoice, and of a credit note, from the next of its sequence. */
export const invoiceNumber = (next: number): string => `INV-${padded(next)}`
export const creditNoteNumber = (next: number): string => `CN-${padded(next)}`
const padded = (next: number): string => String(next).padStart(6, '0')

/** A new customer's id, where the caller gives none: the same for the same caller and key, so that a retry finds him. */
export const derivedCustomerId = (caller: string, key: string): string =>
  `C-${readable(hash('sha256', `${caller}\0${key}`, 'buffer'))}`

/** The id by which people name an operation that waits for its day. */
export const scheduledId = (): string => `SCH-${readable(randomBytes(8))}`

/** The credit that money moved from a customer makes: the same for the same caller and key, which is one of this customer. */
export const movedCreditId = (caller: string, key: string, from: string): string =>
  `MOV-${readable(hash('sha256', `${caller}\0${key}\0${from}`, 'buffer'))}`

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
