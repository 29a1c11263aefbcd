import { Socket } from 'node:net'

/**
 * A connection that sends what is written while it is corked as one piece: the messages of a statement are small, and each
 * would cost more on its way than in the making.
 */
export function gatheringSocket(): Socket {
  const socket = new Socket()
  // a socket that connects takes back its own way to write
  socket.once('connect', () => gather(socket))
  return socket
}

function gather(socket: Socket): void {
  const write = socket.write.bind(socket)
  let corks = 0
  let gathered: Uint8Array[] = []
  const flush = (): void => {
    const pieces = gathered
    if (pieces.length === 0) return
    gathered = []
    write(pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces))
  }
  socket.cork = () => {
    corks += 1
  }
  socket.uncork = () => {
    corks = Math.max(corks - 1, 0)
    if (corks === 0) flush()
  }
  socket.write = ((...args: Parameters<Socket['write']>) => {
    const [piece] = args
    if (corks > 0 && args.length === 1 && piece instanceof Uint8Array) return gathered.push(piece) > 0
    flush()
    return write(...args)
  }) as Socket['write']
}
