import type { ErrorCode } from './error-codes'

/** Codes of Node and postgres.js: no connection, or none any more. */
const connection = new Set(
  [
    'ECONNREFUSED ECONNRESET ECONNABORTED EPIPE ETIMEDOUT ENOTFOUND EAI_AGAIN EHOSTUNREACH EHOSTDOWN ENETUNREACH ENETDOWN',
    'CONNECT_TIMEOUT CONNECTION_CLOSED CONNECTION_ENDED CONNECTION_DESTROYED POOL_BUSY SASL_SIGNATURE_MISMATCH EPROTO',
  ].flatMap((codes) => codes.split(' ')),
)

/** Node's codes for a certificate that was refused. Source: Node documentation, "X509 certificate error codes". */
const certificate = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|HOSTNAME_MISMATCH|^ERR_(TLS|SSL)_/

/**
 * SQLSTATEs of what failed before a statement ran, or passes by itself: connection (08), refused login or password (28),
 * unknown database (3D000), resources (53), shutdown (57P), a server that is read-only in a failover (25006), idle, transaction
 * and lock timeouts, deadlock and serialization.
 */
const passing = /^(08...|28000|28P01|3D000|53...|57P..|25006|25P03|25P04|55P03|40P01|40001)$/

/** SQLSTATEs of a missing right, and of a schema that the account does not see. */
const forbidden = new Set(['42501', '3F000'])

/** The code for a failure of the database, by what Node, postgres.js or PostgreSQL call it. Undefined: it is none. */
export function databaseErrorCode(code: string): ErrorCode | undefined {
  if (code === '57014') return 'db.statement_cancelled'
  if (forbidden.has(code)) return 'db.forbidden'
  return connection.has(code) || passing.test(code) || certificate.test(code) ? 'db.unavailable' : undefined
}
