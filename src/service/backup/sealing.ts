import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from 'node:crypto'
import { BackupFault } from './fault.ts'

/** What a sealed backup says of its key in the open: the sender's half, made for this one file, and whose key it is for. */
export type Sealed = { readonly ephemeral: string; readonly recipient: string }

/** Turns the block of a number into what is kept of it, or back. Throws where it is not what was sealed. */
export type Seal = (no: number, bytes: Buffer) => Buffer

const NONCE = 12
const TAG = 16
const FOR = 'whence backup 1'

/** A pair of keys as PEM: with the public one backups are sealed, with the private one they are opened. */
export function makeKeys(): { readonly publicKey: string; readonly privateKey: string } {
  return generateKeyPairSync('x25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
}

/** Reads the public key of whom a backup is for. Throws BackupFault where the text is none. */
export const recipientKey = (pem: string): KeyObject => keyFrom(() => createPublicKey(pem), 'public')

/** Reads the private key of who opens a backup. Throws BackupFault where the text is none. */
export const openingKey = (pem: string): KeyObject => keyFrom(() => createPrivateKey(pem), 'private')

function keyFrom(read: () => KeyObject, what: 'public' | 'private'): KeyObject {
  const fault = `This is no ${what} key for backups; "whence backup keygen NAME" makes a pair.`
  try {
    const key = read()
    if (key.asymmetricKeyType === 'x25519') return key
  } catch (error) {
    throw new BackupFault(fault, error)
  }
  throw new BackupFault(fault)
}

const rawOf = (key: KeyObject): Buffer => Buffer.from(String(key.export({ format: 'jwk' }).x), 'base64url')
const nameOf = (raw: Buffer): string => createHash('sha256').update(raw).digest('hex').slice(0, 16)

/** What an X25519 agreement comes to, as a key of AES that no other file has. */
function fileKey(mine: KeyObject, theirs: KeyObject, ephemeral: Buffer, recipient: Buffer): Buffer {
  const shared = diffieHellman({ privateKey: mine, publicKey: theirs })
  return Buffer.from(hkdfSync('sha256', shared, Buffer.concat([ephemeral, recipient]), FOR, 32))
}

/** The number of the block: never twice under a key that belongs to one file. */
function nonceOf(no: number): Buffer {
  const nonce = Buffer.alloc(NONCE)
  nonce.writeBigUInt64BE(BigInt(no), NONCE - 8)
  return nonce
}

/** Seals the blocks of one file to a recipient: X25519 with a key made for the file, HKDF, AES-256-GCM a block. */
export function sealTo(recipient: KeyObject): { readonly sealed: Sealed; readonly seal: Seal } {
  const { publicKey, privateKey } = generateKeyPairSync('x25519')
  const [ephemeral, to] = [rawOf(publicKey), rawOf(recipient)]
  const key = fileKey(privateKey, recipient, ephemeral, to)
  return {
    sealed: { ephemeral: ephemeral.toString('base64url'), recipient: nameOf(to) },
    seal: (no, bytes) => {
      const cipher = createCipheriv('aes-256-gcm', key, nonceOf(no))
      return Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
    },
  }
}

/** The key of a file, from the sender's half that it names. Throws BackupFault where that is none: it was altered. */
function keyOf(ephemeral: string, mine: KeyObject, to: Buffer): Buffer {
  try {
    const theirs = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'X25519', x: ephemeral } })
    return fileKey(mine, theirs, rawOf(theirs), to)
  } catch (error) {
    throw new BackupFault('The backup is damaged: what it says of its key is none.', error)
  }
}

/** Opens the blocks of a file. Throws BackupFault where it is sealed to another key. */
export function openSealed({ ephemeral, recipient }: Sealed, mine: KeyObject): Seal {
  const to = rawOf(createPublicKey(mine))
  if (nameOf(to) !== recipient)
    throw new BackupFault(
      'This backup is sealed to another key: give the private key of the pair that it was sealed to.',
    )
  const key = keyOf(ephemeral, mine, to)
  return (no, bytes) => {
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(no), { authTagLength: TAG })
    decipher.setAuthTag(bytes.subarray(bytes.length - TAG))
    return Buffer.concat([decipher.update(bytes.subarray(0, bytes.length - TAG)), decipher.final()])
  }
}
