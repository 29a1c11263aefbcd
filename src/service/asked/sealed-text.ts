import { hash } from 'node:crypto'
import type { TextRef } from '../../engine/events/slots.ts'
import { randomBytes } from './chance.ts'
import { uuidV7 } from './ids.ts'

const SALT_LENGTH = 16

/** A text on its way into the ledger: what the record holds of it, and what stands outside the chain. */
export type SealedText = { readonly ref: TextRef; readonly salt: Uint8Array; readonly body: string }

/** Gives a text its id, its salt and its hash: SHA-256(salt ‖ body). */
export function sealText(body: string): SealedText {
  const salt = randomBytes(SALT_LENGTH)
  return { ref: { textId: uuidV7(), hash: textHash(salt, body) }, salt, body }
}

export const textHash = (salt: Uint8Array, body: string): Buffer =>
  hash('sha256', Buffer.concat([salt, Buffer.from(body, 'utf8')]), 'buffer')

/** A text of the operator's own log as rows beside it name it: by its id, and its hash in hexadecimal digits. */
export const keptTextOf = ({ textId, hash }: TextRef) => ({ textId, hash: Buffer.from(hash).toString('hex') })
