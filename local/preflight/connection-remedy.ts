import { NoAnswer } from '../../cli/call'
import { quoted } from '../../src/db/connection'
import { postgresCode } from '../../src/db/postgres-code'
import { pgBouncer } from './server-findings'
import type { ServerPlace } from './server-place'

type Remedy = (place: ServerPlace) => string

const az = 'az postgres flexible-server'

const openTheWay: Remedy = ({ kind, ofIt }) =>
  kind === 'azure'
    ? `Public: ${az} firewall-rule create ${ofIt} --name preflight --start-ip-address ADDRESS --end-ip-address ADDRESS, with this machine's. Private: run this from inside its network.`
    : 'Open the way to it: the firewall, and listen_addresses of the server. Or correct host and port.'

const startIt: Remedy = ({ kind, named }) =>
  kind === 'azure' ? `${az} start ${named}; or correct the port.` : 'Start the server, or correct host and port.'

const nameIt: Remedy = () =>
  'Correct the name of the host. A private server has a name only inside its network: run this there.'

const makeDatabase: Remedy = ({ kind, ofIt, database }) =>
  kind === 'azure'
    ? `${az} db create ${ofIt} --database-name ${database}; or give the name of the one that is there.`
    : `create database ${quoted(database)}, as an administrator; or give the name of the one that is there.`

const givePassword: Remedy = ({ kind, user }) =>
  kind === 'azure'
    ? 'PGPASSWORD=$(az account get-access-token --resource-type oss-rdbms --query accessToken -o tsv), for a login by Entra: it lasts an hour. Else the password of that login.'
    : `Give its right password, with special characters as %XX; or set a new one in psql, as an administrator: \\password ${user}`

const letIn: Remedy = (place) =>
  place.kind === 'azure'
    ? `Give the name of a login of this server. ${openTheWay(place)}`
    : 'Give the name of a login of this server, and let it in from here: pg_hba.conf, then pg_reload_conf().'

const trustIt: Remedy = () =>
  'Give the host by the name in its certificate. One of an authority of your own: its file in NODE_EXTRA_CA_CERTS.'

const moreRights: Remedy = () => 'Look again as an administrator of the server.'

const remedies: Readonly<Record<string, Remedy>> = {
  '3D000': makeDatabase,
  '28P01': givePassword,
  '28000': letIn,
  '42501': moreRights,
  ECONNREFUSED: startIt,
  ENOTFOUND: nameIt,
  EAI_AGAIN: nameIt,
  CONNECT_TIMEOUT: openTheWay,
  ETIMEDOUT: openTheWay,
  EHOSTUNREACH: openTheWay,
  ENETUNREACH: openTheWay,
}

/** Codes of Node and OpenSSL for a certificate that it does not take. */
const ofTls = /CERT|^ERR_TLS|^ERR_SSL|UNABLE_TO_VERIFY/

/** What to do where there is no connection, or the look ends early: by the code of what it threw. */
export function connectionRemedy(place: ServerPlace, error: Error): string {
  if (place.port === 6432) return pgBouncer
  const code = String(postgresCode(error) ?? '')
  if (error instanceof NoAnswer || code === '') return openTheWay(place)
  const remedy = remedies[code] ?? (ofTls.test(code) ? trustIt : undefined)
  return remedy?.(place) ?? 'Look again. If it stays, the log of the server says more.'
}
