import type { Socket } from 'node:net'

type Serve = (socket: Socket) => void

/** Waits for the first byte of a connection, and passes it on whole to whoever serves what begins so. */
export function byFirstByte(socket: Socket, choose: (byte: number) => Serve): void {
  socket.once('data', (chunk: Buffer) => {
    socket.pause()
    socket.unshift(chunk)
    choose(chunk[0]!)(socket)
  })
}
