import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { type Command, Option } from 'commander'
import { UsageFault } from './fault.ts'

/** What commands that set a password are given beside. */
export type PasswordWish = { readonly password?: string | boolean; readonly passwordFile?: string }

/** A password that was given, or one that was made up and has to be shown. */
export type Password = { readonly password: string; readonly isMadeUp: boolean }

const MOST_BYTES = 64 * 1024

/** Adds the ways in which a password is given: never on the command line, which everybody on the machine can read. */
export const takesPassword = (command: Command): Command =>
  command
    .option('--password-file <file>', 'take the password from a file, of one line; - is standard input')
    .addOption(new Option('--password [password]').hideHelp())

/**
 * The password of a file, of standard input where that is no terminal, else asked for twice, without showing it. Where
 * nothing is given, one is made up. Throws UsageFault, which says how to give it.
 */
export async function givenPassword({ password, passwordFile }: PasswordWish): Promise<Password> {
  if (password !== undefined)
    throw new UsageFault(
      'Everybody on this machine can read a command line (ps), so take another password now: type it when you are asked, ' +
        'send it to standard input, or name a file with --password-file.',
    )
  const text = await (passwordFile !== undefined ? ofFile(passwordFile) : process.stdin.isTTY ? asked() : ofInput())
  return text === null
    ? { password: randomBytes(12).toString('base64url'), isMadeUp: true }
    : { password: text, isMadeUp: false }
}

function ofFile(path: string): string | Promise<string> {
  if (path === '-') return ofInput().then((text) => text ?? lineOf(Buffer.alloc(0), 'Standard input'))
  try {
    return lineOf(readFileSync(path), path)
  } catch (error) {
    if (error instanceof UsageFault) throw error
    throw new UsageFault(`${path} cannot be read (${(error as NodeJS.ErrnoException).code}); name another file.`)
  }
}

/** What stands on standard input; null where that is empty. */
async function ofInput(): Promise<string | null> {
  console.error('The password is read from standard input.')
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of process.stdin) {
    chunks.push(Buffer.from(chunk))
    size += chunk.length
    if (size > MOST_BYTES) break
  }
  return size === 0 ? null : lineOf(Buffer.concat(chunks), 'Standard input')
}

/** The one line of a password; the break at its end is none of its characters, whatever else there is, is. */
function lineOf(bytes: Buffer, name: string): string {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r?\n$/, '')
  } catch {
    throw new UsageFault(`${name} is not written in UTF-8, or too large for a password; give one line of text.`)
  }
  if (bytes.length > MOST_BYTES || /[\r\n]/.test(text))
    throw new UsageFault(`${name} has more than one line; a password is one line.`)
  if (text === '') throw new UsageFault(`${name} has no password in it; give one line of text.`)
  return text
}

/** Asks twice at the terminal; null where nothing is typed. */
async function asked(): Promise<string | null> {
  const first = await typed('Password (nothing: one is made up): ')
  if (first === '') return null
  if ((await typed('The same again: ')) === first) return first
  throw new UsageFault('The two are not the same; nothing was changed.')
}

/** A line that is typed, none of it shown. */
function typed(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true, historySize: 0 })
  process.stderr.write(question)
  return new Promise((resolve, reject) => {
    const given = (what: () => void) => (): void => {
      terminal.removeAllListeners('close')
      terminal.close()
      process.stderr.write('\n')
      what()
    }
    const stopped = given(() => reject(new UsageFault('No password was given; nothing was changed.')))
    terminal.once('line', (line) => given(() => resolve(line))())
    terminal.once('SIGINT', stopped)
    terminal.once('close', stopped)
  })
}
