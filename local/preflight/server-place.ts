import { isLocal } from '../../src/shared/local-address'

/** Where a server is, and how its owner names it. */
export interface ServerPlace {
  host: string
  port: number
  database: string
  user: string
  kind: 'azure' | 'local' | 'other'
  /** Options of `az postgres flexible-server` that name it: `-g GROUP -n SERVER`. */
  named: string
  /** The same for a part of it: `-g GROUP --server-name SERVER`. */
  ofIt: string
}

/** Reads it from an address. `group`: its resource group, where it is known. */
export function serverPlace(url: string, group = 'GROUP'): ServerPlace {
  const { hostname, port, pathname, username } = new URL(url)
  const isAzure = hostname.endsWith('.postgres.database.azure.com')
  const server = isAzure ? hostname.split('.')[0]! : 'SERVER'
  return {
    host: hostname,
    port: Number(port || 5432),
    database: decodeURIComponent(pathname.slice(1)),
    user: decodeURIComponent(username),
    kind: isAzure ? 'azure' : isLocal(url) ? 'local' : 'other',
    named: `-g ${group} -n ${server}`,
    ofIt: `-g ${group} --server-name ${server}`,
  }
}
