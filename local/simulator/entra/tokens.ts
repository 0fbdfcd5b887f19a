import { createHmac, timingSafeEqual } from 'node:crypto'

export interface Claims {
  tid: string
  appid: string
  aud: string
  roles: readonly string[]
  /** Seconds since the epoch. */
  exp: number
  /** Number of this token among those issued. */
  seq: number
}

/** Issues and checks access tokens. A restarted simulator with the same key accepts earlier tokens. */
export class Tokens {
  readonly #key: string
  readonly #now: () => number
  readonly #known = new Map<string, Claims>()
  #issued = 0
  #revoked = 0

  constructor(key: string, now: () => number) {
    this.#key = key
    this.#now = now
  }

  issue(claims: Omit<Claims, 'exp' | 'seq'>, issuer: string, seconds: number): string {
    const now = Math.floor(this.#now() / 1000)
    const { roles, ...rest } = claims
    const times = { iat: now, nbf: now, exp: now + seconds }
    const payload = {
      ...rest,
      ...times,
      iss: issuer,
      idtyp: 'app',
      ver: '1.0',
      seq: ++this.#issued,
      ...(roles.length > 0 && { roles }),
    }
    const text = [{ typ: 'JWT', alg: 'HS256' }, payload].map((part) => base64url(JSON.stringify(part))).join('.')
    return `${text}.${this.#sign(text)}`
  }

  /** Revokes all tokens issued so far. */
  revoke(): void {
    this.#revoked = this.#issued
  }

  /** Returns the claims; undefined for a foreign, revoked or expired token. */
  check(token: string): Claims | undefined {
    const claims = this.#known.get(token) ?? this.#verify(token)
    if (!claims || claims.exp * 1000 <= this.#now() || claims.seq <= this.#revoked) return undefined
    return claims
  }

  #verify(token: string): Claims | undefined {
    const [head, body, signature] = token.split('.')
    if (!head || !body || !signature) return undefined
    const expected = Buffer.from(this.#sign(`${head}.${body}`))
    const given = Buffer.from(signature)
    if (expected.length !== given.length || !timingSafeEqual(expected, given)) return undefined
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Partial<Claims>
    const known = { roles: [], ...claims } as Claims
    if (this.#known.size > 10_000) this.#known.clear()
    this.#known.set(token, known)
    return known
  }

  #sign(text: string): string {
    return createHmac('sha256', this.#key).update(text).digest('base64url')
  }
}

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url')
}
