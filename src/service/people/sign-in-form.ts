import { z } from 'zod'
import { signInBody } from '../../contract/queries.ts'

/** What nobody could sign in with, or be called, as a sentence that says what to do. */
export class Unfit extends Error {
  override readonly name = 'Unfit'
}

const LEAST = 12

/**
 * An address as it is kept and looked up: composed (NFC), without white space around it, in lower case. The same address
 * is found however a keyboard, a file or a form writes it.
 */
export const addressOf = (email: string): string => email.normalize('NFC').trim().toLowerCase().normalize('NFC')

/** A password as it is hashed: composed (NFC), since one keyboard sends é as one character and another as two. */
export const passwordOf = (password: string): string => password.normalize('NFC')

/** What a browser takes into the field of the sign-in page (HTML, "valid email address"). */
const onPage = z.string().regex(z.regexes.html5Email)

/**
 * The address under which a new user is kept. Throws `Unfit` for what the sign-in page, or the API behind it, would
 * not take.
 */
export function newAddress(email: string): string {
  const address = addressOf(email)
  if (!onPage.safeParse(address).success)
    throw new Unfit(`“${address}” is no e-mail address; give one such as ada@example.org.`)
  checkTaken('email', address)
  return address
}

/**
 * A new password as it is hashed. Throws `Unfit` where it is short, or not what signing in takes, whichever way it
 * is typed there.
 */
export function newPassword(text: string): string {
  const password = passwordOf(text)
  const length = [...password].length
  if (length < LEAST)
    throw new Unfit(`A password has at least ${LEAST} characters and this has ${length}; choose a longer one.`)
  if (/\p{Cc}/u.test(password))
    throw new Unfit('This password has a character that no form can send, such as a tab; choose another one.')
  checkTaken('password', password)
  checkTaken('password', password.normalize('NFD'))
  return password
}

const NAMES = { email: 'e-mail address', password: 'password' } as const

/** The very schema of signing in, so that the two cannot differ. */
function checkTaken(member: keyof typeof NAMES, text: string): void {
  const [issue] = signInBody.shape[member].safeParse(text).error?.issues ?? []
  if (issue !== undefined) throw new Unfit(`Signing in would not take this ${NAMES[member]}: ${issue.message}.`)
}
