import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:https'
import type { Socket } from 'node:net'
import { queueEntry, refusalBody } from './atom'
import type { Certificate } from './certificate'
import type { Entities } from './entity'
import { notImplemented, toBrokerError } from './errors'
import { checkSignature, signaturePrefix, unauthorized } from './sas'

/** Serves one connection that begins with TLS. */
export type ServeTls = (socket: Socket) => void

/**
 * Tells over HTTPS what a queue is, as the administration clients of the SDKs ask it: `GET /<queue>`, and nothing else. Who has no
 * valid signature is not told what exists.
 */
export function createAdministration(
  { cert, key }: Certificate,
  entities: Entities,
  log: (line: string) => void,
): ServeTls {
  const server = createServer({ cert, key }, (request, response) => {
    const send = (status: number, body: string) =>
      response.writeHead(status, { 'Content-Type': 'application/atom+xml;type=entry;charset=utf-8' }).end(body)
    try {
      send(200, answer(request, entities))
    } catch (error) {
      const { status, message } = toBrokerError(error)
      log(`refused an administration request: ${message}`)
      send(status, refusalBody(status, message))
    }
  })
  // also for a handshake that failed
  server.on('clientError', ({ message }, socket) => {
    log(
      `a client that speaks TLS sent no request: ${message}. AMQP goes without TLS: add UseDevelopmentEmulator=true to its connection string.`,
    )
    socket.destroy()
  })
  return (socket) => void server.emit('connection', socket)
}

function answer({ method, url = '/', headers }: IncomingMessage, entities: Entities): string {
  const at = new URL(url, `https://${headers.host ?? 'localhost'}`)
  const token = headers.authorization ?? ''
  if (!token.startsWith(signaturePrefix)) throw unauthorized('MissingToken: a shared access signature is missing.')
  const { manages } = checkSignature(token, at.href, Date.now())
  if (!manages) throw unauthorized('Manage,EntityRead claims required for this operation.')
  const name = decodeURIComponent(at.pathname.slice(1))
  if (method !== 'GET') throw notImplemented(`${method} by its administration: queues stand in its config`)
  if (name.startsWith('$')) throw notImplemented(`'${name}' in its administration: it tells only of single queues`)
  return queueEntry(at.href, entities.at(name).entity)
}
