import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'

/** A mail server of the demonstration's own, on the loopback: it takes every letter, and keeps none. */
export type LetterBox = { readonly smtpUrl: string; readonly close: () => Promise<void> }

/** Opens it. What is sent to it was really sent, by SMTP, and reaches nobody. */
export async function openLetterBox(): Promise<LetterBox> {
  const server = createServer(converse).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('Bug: a server without a port')
  return {
    smtpUrl: `smtp://127.0.0.1:${address.port}`,
    close: async () => {
      server.close()
      await once(server, 'close')
    },
  }
}

/** The server's side of RFC 5321, as much of it as one letter after the other needs. */
function converse(socket: Socket): void {
  let rest = ''
  let inLetter = false
  const say = (line: string): void => void socket.write(`${line}\r\n`)
  socket.setEncoding('latin1')
  socket.on('error', () => {})
  socket.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\r\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (inLetter && line !== '.') continue
      const verb = inLetter ? '.' : line.slice(0, 4).toUpperCase()
      inLetter = verb === 'DATA'
      if (verb === 'DATA') say('354 Go on, a dot on a line of its own ends it')
      else if (verb === 'QUIT') socket.end('221 Bye\r\n')
      else say('250 OK')
    }
  })
  say('220 letter-box of the demonstration')
}
