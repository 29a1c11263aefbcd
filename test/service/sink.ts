import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** A letter as the sink took it in. */
export type Received = { readonly from: string; readonly to: readonly string[]; readonly source: string }

/** A real SMTP server on the loopback that keeps what it gets. */
export type Sink = {
  readonly url: string
  readonly received: Received[]
  /** what it does with the next letters: takes them, refuses them for ever or for now, or takes them and never says so */
  behaviour: 'take' | 'refuse' | 'put off' | 'fall silent'
  /** what happens between a letter and its answer */
  meanwhile: (() => Promise<unknown>) | undefined
  readonly close: () => Promise<void>
}

export async function openSink(): Promise<Sink> {
  const received: Received[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, { envelope }, callback) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', async () => {
        await sink.meanwhile?.()
        if (sink.behaviour === 'refuse')
          return callback(Object.assign(new Error('No such mailbox'), { responseCode: 550 }))
        if (sink.behaviour === 'put off')
          return callback(Object.assign(new Error('Try again later'), { responseCode: 451 }))
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
        const source = Buffer.concat(chunks).toString('utf8')
        received.push({ from, to: envelope.rcptTo.map((one) => one.address), source })
        if (sink.behaviour === 'take') callback(null)
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  const sink: Sink = {
    url: `smtp://127.0.0.1:${port}`,
    received,
    behaviour: 'take',
    meanwhile: undefined,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
  return sink
}
