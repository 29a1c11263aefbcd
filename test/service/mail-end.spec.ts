import type { AddressInfo } from 'node:net'
import { createServer, type Server, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openMailer } from '../../src/service/mail/mail.ts'
import { verify } from '../../src/service/verify/verify.ts'
import { type Cellar, type Ledger, openCellar } from './ledger.ts'
import { makeOverdue } from './overdue.ts'

/** Mail servers that end badly: a letter is handed over once, and whatever they say is recorded harmlessly. */

let cellar: Cellar
let ledger: Ledger
beforeAll(async () => {
  cellar = await openCellar()
})
beforeEach(async () => {
  ledger = await cellar.ledger()
  await makeOverdue(ledger.store, 'john', 'send', 'john.doe@example.com')
})
afterAll(() => cellar.close())

type Behaviour = { readonly onData?: (socket: Socket) => void; readonly onLetter: (socket: Socket) => void }
type Post = {
  readonly url: string
  readonly letters: () => number
  readonly most: () => number
  readonly close: () => void
}

/** A mail server that follows the protocol up to a point. */
async function rude({ onData = goOn, onLetter }: Behaviour): Promise<Post> {
  let letters = 0
  let now = 0
  let most = 0
  const server: Server = createServer((socket) => {
    now += 1
    most = Math.max(most, now)
    socket.on('close', () => (now -= 1)).on('error', () => {})
    socket.write('220 here\r\n')
    talk(socket, onData, () => {
      letters += 1
      onLetter(socket)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `smtp://127.0.0.1:${port}`, letters: () => letters, most: () => most, close: () => server.close() }
}

const goOn = (socket: Socket): void => void socket.write('354 go on\r\n')

/** Says yes to every line but DATA, and takes in what follows that up to the final dot. */
function talk(socket: Socket, onData: (socket: Socket) => void, onLetter: () => void): void {
  let isLetter = false
  createInterface(socket).on('line', (line) => {
    if (isLetter && line !== '.') return
    if (line === '.') onLetter()
    else if (line === 'DATA') onData(socket)
    else socket.write('250 well\r\n')
    isLetter = line === 'DATA'
  })
}

async function sendDue(smtpUrl: string): Promise<number> {
  const mailer = openMailer(ledger.store, { smtpUrl, from: 'billing@example.org' })
  const settled = await mailer.sendDue()
  mailer.close()
  return settled
}

const hurry = () => ledger.query("update delivery set next_attempt_at = now() - interval '1 s'")
const details = async () =>
  (await ledger.query<{ body: string }>("select body from text where customer_id = 'john' and slot = 39")).map(
    ({ body }) => body,
  )

test('a connection that drops after the final dot: never handed over again, and the record says that nobody knows', async () => {
  const server = await rude({ onLetter: (socket) => socket.destroy() })
  expect(await sendDue(server.url)).toBe(1)
  await hurry()
  expect(await sendDue(server.url)).toBe(0)
  server.close()
  expect(server.letters()).toBe(1)
  expect(await details()).toEqual([expect.stringContaining('it may have been sent')])
})

test('a connection that drops before the letter is tried again', async () => {
  const server = await rude({ onData: (socket) => socket.destroy(), onLetter: () => {} })
  expect(await sendDue(server.url)).toBe(0)
  server.close()
  expect(await ledger.query('select state, attempts from delivery')).toEqual([{ state: 'waiting', attempts: 1 }])
})

test('a letter that the server puts off after the final dot is tried again: it has said that it did not take it', async () => {
  const server = await rude({ onLetter: (socket) => socket.write('451 later\r\n') })
  expect(await sendDue(server.url)).toBe(0)
  server.close()
  expect(await ledger.query('select state from delivery')).toEqual([{ state: 'waiting' }])
})

test('rubbish in an answer is recorded in one short line', async () => {
  const server = await rude({ onLetter: (socket) => socket.write(`554 no\0\x1b[2J\u202e ${'x'.repeat(5000)}\r\n`) })
  expect(await sendDue(server.url)).toBe(1)
  server.close()
  const [detail = ''] = await details()
  expect(detail).toMatch(/554 no/)
  expect(detail).not.toMatch(/[\p{C}\n]/u)
  expect(detail.length).toBeLessThanOrEqual(500)
  expect((await verify(ledger.store, { decide: true })).findings).toEqual([])
})

test('four letters at a time go to a mail server, and no more', async () => {
  for (let n = 0; n < 11; n += 1) await makeOverdue(ledger.store, `c${n}`, 'send', `c${n}@example.com`)
  const server = await rude({ onLetter: (socket) => setTimeout(() => socket.write('250 taken\r\n'), 250) })
  expect(await sendDue(server.url)).toBe(12)
  server.close()
  expect([server.letters(), server.most()]).toEqual([12, 4])
})
