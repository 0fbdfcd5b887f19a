import { createServer, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { queueEntry, refusalBody } from './atom'
import type { Entities } from './entity'
import { notImplemented, toBrokerError } from './errors'
import { checkSignature, signaturePrefix, unauthorized } from './sas'

/**
 * Tells over HTTP what a queue is, as the administration clients of the SDKs ask it: `GET /<queue>`, and nothing else. Who has no
 * valid signature is not told what exists.
 */
export function createAdministration(entities: Entities, log: (line: string) => void): (socket: Socket) => void {
  const server = createServer((request, response) => {
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
  server.on('clientError', ({ message }, socket) => {
    log(`a client of administration sent no request: ${message}`)
    socket.destroy()
  })
  return (socket) => {
    server.emit('connection', socket)
    socket.resume()
  }
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
