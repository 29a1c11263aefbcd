import { Socket } from 'node:net'

/**
 * A connection that sends what is written in one moment in one piece: statements are pipelined, and a system call for each
 * of them would cost more than the statement does.
 */
export function gatheringSocket(): Socket {
  const socket = new Socket()
  const write = socket.write.bind(socket)
  let isGathering = false
  const gather = (): void => {
    if (isGathering || socket.connecting) return
    isGathering = true
    socket.cork()
    setImmediate(() => {
      isGathering = false
      socket.uncork()
    })
  }
  socket.write = ((...args: Parameters<Socket['write']>) => {
    gather()
    return write(...args)
  }) as Socket['write']
  return socket
}
