import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { type IdentityClaims, readToken } from '../identity/tokens'
import { bindPort, loopback } from '../ports'
import { authentication, packet, readPacket, readStartup, refusal } from './packets'
import { signIn } from './scram'

/** A login that takes tokens of one principal. */
export interface TokenLogin {
  name: string
  /** Object id of the principal for which it was made. */
  oid: string
  /** Its password at the server behind the gate, which nobody else need know. */
  password: string
}

export interface TokenGateOptions {
  /** The preferred port: another one when it is taken. */
  port: number
  /** Where the server is. */
  serverPort: number
  /** Checks the tokens. */
  publicKey: string
  logins: readonly TokenLogin[]
}

/** A PostgreSQL that takes access tokens alone. */
export interface TokenGate {
  port: number
  /** How many connections it let in, and how many tokens it refused. */
  counts(): { entered: number; refused: number }
  stop(): Promise<void>
}

const audience = 'https://ossrdbms-aad.database.windows.net'

/** Requests that come in the place of a start of a connection. */
const [cancels, wantsTls, wantsGss] = [80_877_102, 80_877_103, 80_877_104]
const cleartext = 3

/**
 * Stands before a PostgreSQL as the sign-in of Azure Database for PostgreSQL: asks for the password as clear text, takes an access
 * token in its place, and checks it only then. A connection outlives its token.
 */
export async function startTokenGate(options: TokenGateOptions): Promise<TokenGate> {
  const sockets = new Set<Socket>()
  const counts = { entered: 0, refused: 0 }
  const keep = (socket: Socket) => {
    sockets.add(socket)
    return socket.on('error', () => {}).on('close', () => sockets.delete(socket))
  }
  const connectServer = () => keep(connect({ host: loopback, port: options.serverPort }))

  async function serve(client: Socket): Promise<void> {
    const start = await readStart(client)
    const startup = packet('', start)
    if (start.readUInt32BE() === cancels) return void connectServer().end(startup)
    const login = options.logins.find(({ name }) => name === userOf(start))
    client.write(authentication(cleartext))
    const { body } = await readPacket(client)
    const problem = refusalOf(body.toString('utf8', 0, body.length - 1), login)
    if (problem) {
      counts.refused++
      return void client.end(problem)
    }
    const server = connectServer()
    server.on('close', () => client.destroy())
    client.on('close', () => server.destroy())
    server.write(startup)
    const { isIn, answer } = await signIn(server, login?.password ?? '')
    if (isIn) counts.entered++
    client.write(answer)
    server.pipe(client)
    client.pipe(server)
  }

  function refusalOf(token: string, login: TokenLogin | undefined): Buffer | undefined {
    try {
      const claims: IdentityClaims = readToken(options.publicKey, token, audience)
      if (claims.oid === login?.oid) return undefined
      return refusal('28000', 'The principal of the access token is not that of the login.')
    } catch (error) {
      return refusal('28P01', (error as Error).message)
    }
  }

  const server = createServer((client) => {
    keep(client)
    serve(client).catch(() => client.destroy())
  })
  const listen = (port: number) =>
    new Promise<number>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, loopback, () => resolve((server.address() as AddressInfo).port))
    })
  return {
    port: await bindPort(options.port, listen),
    counts: () => ({ ...counts }),
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Reads the start of a connection, and refuses encryption before it: the gate is for this machine. */
async function readStart(client: Socket): Promise<Buffer> {
  for (;;) {
    const start = await readStartup(client)
    if (![wantsTls, wantsGss].includes(start.readUInt32BE())) return start
    client.write('N')
  }
}

/** The user of a start: names and values, each with a zero at its end, after the version. */
function userOf(start: Buffer): string | undefined {
  const texts = start.toString('utf8', 4).split('\0')
  const at = texts.findIndex((text, index) => index % 2 === 0 && text === 'user')
  return at < 0 ? undefined : texts[at + 1]
}
