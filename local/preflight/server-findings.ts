import { failed, type Finding, ok, warning } from '../../cli/doctor/check'
import { extensions } from '../../src/db/extensions'
import type { Facts } from './facts'
import type { ServerPlace } from './server-place'

// Each judges one property of the server, and names the command of its owner.

const az = 'az postgres flexible-server'

/** Reached at all: whatever follows was asked over this connection. */
export const connection = ({ address, isPrivate, connectedInMs }: Facts): Finding =>
  ok(`It answers at ${address}, a ${isPrivate ? 'private' : 'public'} address, in ${connectedInMs} ms.`)

export const pgBouncer = 'Give the address with port 5432, here and in DATABASE_URL: 6432 is that of PgBouncer.'

/** Straight to the server: a pooler gives transactions of one session to several, and drops what a session starts with. */
export function pooler({ keepsParameters }: Facts, { port }: ServerPlace): Finding {
  if (port === 6432) return failed('Port 6432 is that of PgBouncer.', pgBouncer)
  if (!keepsParameters)
    return failed(
      'What a session starts with does not arrive: a pooler stands between.',
      'Give the address of the server itself, here and in DATABASE_URL.',
    )
  return ok(`Port ${port}, without a pooler.`)
}

/** Whether the connection is encrypted; that its certificate is right, the connection itself has shown. */
export function tls({ tls: protocol }: Facts, { kind, ofIt }: ServerPlace): Finding {
  if (protocol) return ok(`The connection is encrypted (${protocol}), and the certificate is that of the host.`)
  if (kind === 'local') return ok('Not encrypted: the server is on this machine.')
  return failed(
    'The connection is not encrypted.',
    `${az} parameter set ${ofIt} --name require_secure_transport --value on`,
  )
}

/** The oldest that was tried. */
const oldest = 15

/** Whether PostgreSQL is new enough. */
export function version({ version: says, versionNumber }: Facts, { named }: ServerPlace): Finding {
  return versionNumber >= oldest * 10_000
    ? ok(`PostgreSQL ${says.slice(0, 50)}.`)
    : failed(`PostgreSQL ${says.slice(0, 50)}; ${oldest} is needed.`, `${az} upgrade ${named} --version 17`)
}

/** Whether managed identities can sign in, as far as SQL can tell. */
export function entra({ entra: known }: Facts, { kind, named }: ServerPlace): Finding {
  if (known) return ok('Managed identities can sign in.')
  const command = `${az} update ${named} --microsoft-entra-auth Enabled`
  // an app that still uses a password must go on
  if (kind === 'azure')
    return failed('Entra is not turned on.', `${command} (leave --password-auth as it is: others may use it)`)
  return warning('This server knows no sign-in by Entra.', 'Give the logins passwords (db:bootstrap without oid).')
}

/** Whether the extensions of search are there or can be made. */
export function extensionsAllowed(facts: Facts, { ofIt }: ServerPlace): Finding {
  const { installedExtensions, missingExtensions, allowedExtensions } = facts
  const absent = extensions.filter((name) => !installedExtensions.includes(name))
  if (absent.length === 0) return ok(`${extensions.join(' and ')} are installed.`)
  const allowed = (allowedExtensions ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter(Boolean)
  const lacking =
    allowedExtensions === null ? missingExtensions : extensions.filter((name) => !allowed.includes(name.toLowerCase()))
  if (lacking.length === 0) return ok(`${absent.join(' and ')} can be made.`)
  const remedy =
    allowedExtensions === null
      ? 'Install the package of the contributed extensions of PostgreSQL on the server.'
      : `${az} parameter set ${ofIt} --name azure.extensions --value ${[...allowed, ...lacking].join(',')}`
  return failed(`Not allowed: ${lacking.join(', ')}.`, remedy)
}

/** Whether there is room for what our apps may open. */
export function connections({ limit, used }: Facts, { named }: ServerPlace, wanted: number): Finding {
  const free = limit - used
  const says = `${free} of ${limit} connections are free, ours may open ${wanted}.`
  if (free >= wanted) return ok(says)
  return failed(
    says,
    `A larger server: ${az} update ${named} --tier TIER --sku-name SKU; or lower limits: API_CONNECTIONS and WORKER_CONNECTIONS, then db:bootstrap.`,
  )
}

/** Milliseconds: what no clock that is kept right reaches. */
const off = 1_000

/** Whether server and this machine agree about the time. */
export function clock({ differenceMs }: Facts): Finding {
  const says = `The clock of this machine and that of the server differ by ${Math.abs(differenceMs)} ms.`
  return Math.abs(differenceMs) > off
    ? warning(says, 'Set the clock of this machine right (NTP): tokens depend on it.')
    : ok(says)
}
