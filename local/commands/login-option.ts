import { InvalidArgumentError, Option } from 'commander'
import type { Login } from '../../src/db/bootstrap/logins'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** An option that names a login: `NAME[,oid=OBJECT_ID][,connections=N]`. */
export const loginOption = (flag: string, says: string): Option =>
  new Option(`--${flag} <login>`, says).argParser(readLogin)

/** Reads a login. Throws what commander shows. */
export function readLogin(text: string): Login {
  const [name, ...parts] = text.split(',')
  const given = new Map(parts.map((part) => [part.split('=', 1)[0], part.slice(part.indexOf('=') + 1)]))
  const [objectId, connections] = [given.get('oid'), given.get('connections')]
  const unknown = [...given.keys()].filter((key) => key !== 'oid' && key !== 'connections')
  if (!name || unknown.length > 0) throw new InvalidArgumentError('Expected NAME[,oid=OBJECT_ID][,connections=N].')
  // PostgreSQL would cut it off
  if (Buffer.byteLength(name) > 63) throw new InvalidArgumentError('The name of a login has at most 63 bytes.')
  if (objectId !== undefined && !uuid.test(objectId)) throw new InvalidArgumentError('oid is a UUID.')
  if (connections !== undefined && !/^[1-9]\d{0,4}$/.test(connections))
    throw new InvalidArgumentError('connections is a number from 1.')
  return { name, objectId, connections: connections === undefined ? undefined : Number(connections) }
}
