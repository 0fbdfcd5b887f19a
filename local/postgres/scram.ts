import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import { packet, readPacket } from './packets'

/** Steps of SASL, as the server numbers them. */
const [offered, challenge, final, ok] = [10, 11, 12, 0]

/** The header of a client that can bind no channel, and its form in the proof. */
const noBinding = 'n,,'

/**
 * Signs in to a server that wants SCRAM-SHA-256 (RFC 5802, RFC 7677), after the start of the connection was sent. Returns the message
 * with which the server ends it: that all is well, or a refusal.
 */
export async function signIn(server: Socket, password: string): Promise<{ isIn: boolean; answer: Buffer }> {
  const bare = `n=,r=${randomBytes(18).toString('base64')}`
  for (;;) {
    const { kind, body } = await readPacket(server)
    const answer = packet(kind, body)
    if (kind !== 'R') return { isIn: false, answer }
    const step = body.readUInt32BE()
    if (step === ok) return { isIn: true, answer }
    if (step === offered) server.write(initial(`${noBinding}${bare}`))
    else if (step === challenge) server.write(packet('p', Buffer.from(proof(bare, body.toString('utf8', 4), password))))
    else if (step !== final) throw new Error(`PostgreSQL wants another sign-in than SCRAM (${step}).`)
  }
}

function initial(text: string): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(Buffer.byteLength(text))
  return packet('p', Buffer.concat([Buffer.from('SCRAM-SHA-256\0'), length, Buffer.from(text)]))
}

function proof(bare: string, serverFirst: string, password: string): string {
  const {
    r = '',
    s = '',
    i = '',
  } = Object.fromEntries(serverFirst.split(',').map((part) => [part[0], part.slice(2)] as const))
  const salted = pbkdf2Sync(password, Buffer.from(s, 'base64'), Number(i), 32, 'sha256')
  const clientKey = hmac(salted, 'Client Key')
  const withoutProof = `c=${Buffer.from(noBinding).toString('base64')},r=${r}`
  const signature = hmac(createHash('sha256').update(clientKey).digest(), `${bare},${serverFirst},${withoutProof}`)
  return `${withoutProof},p=${Buffer.from(clientKey.map((byte, at) => byte ^ signature[at]!)).toString('base64')}`
}

const hmac = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest()
