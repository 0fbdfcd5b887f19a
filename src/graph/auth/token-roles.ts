import * as z from 'zod'

const Claims = z.object({ roles: z.array(z.string()).default([]) })

/**
 * Reads the application permissions in an access token. Null: it is no JWT with a list of roles, which Graph does not promise.
 * Only for telling people: what a token may do is decided by Graph.
 */
export function rolesOf(token: string): string[] | null {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
    return Claims.parse(claims).roles.toSorted()
  } catch {
    return null
  }
}
