import * as z from 'zod'
import { tokenInvalid } from './token-invalid'

/** How far the clocks of Entra and of this machine may differ, in seconds. */
export const toleranceSeconds = 60

const Claims = z.object({
  aud: z.string(),
  iss: z.string(),
  ver: z.string(),
  tid: z.guid(),
  oid: z.guid(),
  exp: z.number(),
  nbf: z.number().optional(),
  scp: z.string().optional(),
  idtyp: z.string().optional(),
  roles: z.array(z.string()).default([]),
  /** Only in id tokens. */
  nonce: z.string().optional().catch(undefined),
  /** Template ids of the directory roles, only in id tokens. */
  wids: z.array(z.string()).catch([]),
})

/** The claims of a token that count here. */
export type Claims = z.output<typeof Claims>

/**
 * Checks what can be checked without Entra: version, audience, form and times (`now` in milliseconds). Throws
 * `auth.token_invalid`, which says in one sentence what is wrong.
 */
export function checkClaims(payload: Record<string, unknown>, clientId: string, now: number): Claims {
  if (payload.ver !== '2.0')
    throw tokenInvalid(
      'it is not of version 2; ask for a token of this API, in whose registration requestedAccessTokenVersion (in older manifests accessTokenAcceptedVersion) must be 2',
    )
  const { data: claims, error } = Claims.safeParse(payload)
  // the path begins with one of our own names, never with text of the token
  if (error) throw tokenInvalid(`its claim "${String(error.issues[0]?.path[0])}" is missing or malformed`)
  if (claims.aud !== clientId) throw tokenInvalid('it was made for another audience; ask for a token of this API')
  checkTimes(claims, Math.floor(now / 1000))
  return claims
}

function checkTimes({ exp, nbf }: Claims, now: number): void {
  if (exp <= now - toleranceSeconds) throw tokenInvalid(`it expired ${timeAgo(now - exp)} ago`)
  if (nbf !== undefined && nbf > now + toleranceSeconds)
    throw tokenInvalid('it is not valid yet; compare the clocks of both machines')
}

function timeAgo(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  if (minutes > 24 * 60) return 'more than a day'
  return minutes === 1 ? '1 minute' : `${minutes} minutes`
}
