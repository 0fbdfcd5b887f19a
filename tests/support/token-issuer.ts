import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'

/** Claims that replace the usual ones; one that is `undefined` is left out. */
type ClaimChanges = Record<string, unknown>

/** Starts an Entra of this machine: it publishes real keys over HTTP and signs access tokens with them. */
export async function startTokenIssuer() {
  const clientId = randomUUID()
  let current = await newKey()
  const requests: string[] = []
  const server = createServer((request, response) => {
    requests.push(request.url ?? '')
    if (!issuer.intercept?.(request, response)) send(response, documents()[request.url ?? ''])
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const authorityHost = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const jwksPath = '/common/discovery/v2.0/keys'

  const documents = (): Record<string, unknown> => ({
    '/common/v2.0/.well-known/openid-configuration': {
      issuer: issuer.template,
      jwks_uri: `${authorityHost}${jwksPath}`,
    },
    [jwksPath]: { keys: issuer.published },
  })

  const issuer = {
    authorityHost,
    clientId,
    /** The tenant of tokens that name no other. */
    tid: randomUUID() as string,
    /** The issuer of all tenants. */
    template: `${authorityHost}/{tenantid}/v2.0`,
    /** The published keys. */
    published: [] as JWK[],
    /** The paths that were asked for, in order. */
    requests: requests as readonly string[],
    /** Answers instead of the issuer where it returns true. */
    intercept: undefined as ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined,
    /** The current key, as it was published, and its private half. */
    key: () => current,
    issuerOf: (tid: string) => issuer.template.replace('{tenantid}', tid),

    /** Signs a person's token. */
    async token(changes: ClaimChanges = {}, header: Record<string, unknown> = {}): Promise<string> {
      const now = Math.floor(Date.now() / 1000)
      const tid = typeof changes.tid === 'string' ? changes.tid : issuer.tid
      const usual = {
        aud: clientId,
        iss: issuer.issuerOf(tid),
        ver: '2.0',
        tid,
        oid: randomUUID(),
        iat: now,
        nbf: now,
        exp: now + 3600,
        scp: 'access_as_user',
      }
      return new SignJWT({ ...usual, ...changes })
        .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: current.jwk.kid!, ...header })
        .sign(current.privateKey)
    },

    /** Signs a token of a service with the app role `Service`. */
    serviceToken: (changes: ClaimChanges = {}, header: Record<string, unknown> = {}): Promise<string> =>
      issuer.token({ scp: undefined, idtyp: 'app', roles: ['Service'], ...changes }, header),

    /** Makes another key the current one. The old ones are no longer published, unless `keepOld`. */
    async rotate({ keepOld = false } = {}): Promise<void> {
      current = await newKey()
      issuer.published = [...(keepOld ? issuer.published : []), current.jwk]
    },

    async stop(): Promise<void> {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  issuer.published = [current.jwk]
  return issuer
}

export type TokenIssuer = Awaited<ReturnType<typeof startTokenIssuer>>

async function newKey() {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true })
  const jwk: JWK = { ...(await exportJWK(publicKey)), use: 'sig', kid: randomUUID() }
  return { jwk, publicKey, privateKey }
}

function send(response: ServerResponse, document: unknown): void {
  response.writeHead(document === undefined ? 404 : 200, { 'Content-Type': 'application/json' })
  response.end(JSON.stringify(document ?? {}))
}
