import { once } from 'node:events'
import type { Socket } from 'node:net'

/** A message of PostgreSQL's protocol: its kind (a letter), and what follows its length. */
export interface Packet {
  kind: string
  body: Buffer
}

/** Reads the first message of a client: it has no kind. Rejects when the socket ends before. */
export async function readStartup(socket: Socket): Promise<Buffer> {
  const length = (await readBytes(socket, 4)).readUInt32BE()
  return readBytes(socket, length - 4)
}

/** Reads the next message. Rejects when the socket ends before. */
export async function readPacket(socket: Socket): Promise<Packet> {
  const head = await readBytes(socket, 5)
  const length = head.readUInt32BE(1)
  return {
    kind: String.fromCharCode(head[0]!),
    body: length === 4 ? Buffer.alloc(0) : await readBytes(socket, length - 4),
  }
}

/** Makes a message; without a kind one that begins a connection. */
export function packet(kind: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length + 4)
  return Buffer.concat([Buffer.from(kind, 'latin1'), length, body])
}

/** Makes a message of authentication: its number, and what belongs to it. */
export function authentication(step: number, body = Buffer.alloc(0)): Buffer {
  const number = Buffer.alloc(4)
  number.writeUInt32BE(step)
  return packet('R', Buffer.concat([number, body]))
}

/** Makes the message with which a server refuses a connection. */
export function refusal(code: string, message: string): Buffer {
  const fields = { S: 'FATAL', V: 'FATAL', C: code, M: message }
  const text = Object.entries(fields).map(([field, value]) => `${field}${value}\0`)
  return packet('E', Buffer.from(`${text.join('')}\0`))
}

async function readBytes(socket: Socket, count: number): Promise<Buffer> {
  for (;;) {
    const bytes = socket.read(count) as Buffer | null
    if (bytes?.length === count) return bytes
    if (bytes || socket.readableEnded || socket.destroyed) throw new Error('The connection ended.')
    await Promise.race([once(socket, 'readable'), once(socket, 'close')])
  }
}
