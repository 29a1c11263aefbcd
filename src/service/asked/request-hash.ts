import { hash } from 'node:crypto'
import type { KeyUse } from '../../store/history/idempotency.ts'
import { type Canonical, canonicalJson } from './canonical-json.ts'
import { randomBytes } from './chance.ts'

const SALT_LENGTH = 16

/** SHA-256(salt ‖ what was asked), under a salt of its own: nobody can guess from it a text that was erased. */
export function saltedHash(asked: Canonical): { readonly requestHash: Buffer; readonly salt: Buffer } {
  const salt = randomBytes(SALT_LENGTH)
  return { requestHash: hashWith(salt, asked), salt }
}

/**
 * Was the same asked when the key was used? Where the salt went with a text of it that was erased, nobody can tell: then
 * the key alone counts.
 */
export function isAskedAgain({ requestHash, salt }: Pick<KeyUse, 'requestHash' | 'salt'>, asked: Canonical): boolean {
  if (salt?.length === 0) return true
  return Buffer.compare(requestHash, hashWith(salt ?? NOTHING, asked)) === 0
}

const NOTHING = Buffer.alloc(0)

/** SHA-256(salt ‖ canonical JSON). */
export const hashWith = (salt: Uint8Array, asked: Canonical): Buffer =>
  hash('sha256', Buffer.concat([salt, Buffer.from(canonicalJson(asked), 'utf8')]), 'buffer')
