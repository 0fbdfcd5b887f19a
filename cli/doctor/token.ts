import * as z from 'zod'
import { withTimeout } from '../../src/shared/timeout'
import { failed, type Finding, type Look, notChecked, ok, tokenMs, tooLate, warning } from './check'
import type { Installation } from './installation'

/** What a token says of itself, as far as it is told here. */
const Claims = z.object({
  exp: z.number(),
  ver: z.string(),
  tid: z.guid(),
  oid: z.guid(),
  scp: z.string().optional(),
  roles: z.array(z.string()).default([]),
})
type Claims = z.infer<typeof Claims>

const minute = 60
/** A token that ends sooner may end while it is used. Seconds. */
const soon = 5 * minute

/** What to do where there is no token, or nobody says where it came from. */
export const tokenRemedy =
  'Set TENANTPILOT_API_CLIENT_ID to the client id of the API, and sign in with "az login"; or set TENANTPILOT_TOKEN to a new access token.'

/** Gives the token; undefined where there is none, which the check `token` explains. */
export async function heldToken(token: Installation['token']): Promise<string | undefined> {
  if (!token) return undefined
  return withTimeout(tokenMs, token, () => tooLate(tokenMs)).catch(() => undefined)
}

/** Without a token nothing else of a look can be told. */
export const noToken = notChecked('It is told only to who has an access token.', 'See "token".')

/** Whose the token is, until when, and whether it may read the health. It is only read: whether it is genuine, the API says. */
export function tokenLook({ token, tokenRemedy: remedy = tokenRemedy }: Installation, now: () => number): Look {
  return {
    names: ['token'],
    remedy,
    withinMs: tokenMs,
    async look(): Promise<Finding[]> {
      if (!token) return [notChecked('There is no access token.', remedy)]
      const claims = claimsOf(await token())
      if (!claims) return [failed('The token is no access token of Entra for this API.', remedy)]
      return [findingOf(claims, Math.floor(now() / 1000), remedy)]
    },
  }
}

function findingOf(claims: Claims, now: number, remedy: string): Finding {
  const { exp, ver, scp, tid, oid, roles } = claims
  const left = Math.floor((exp - now) / minute)
  const whose = `It is of ${scp === undefined ? 'a service' : 'a person'}, ${tid}/${oid}`
  if (exp <= now) return failed(`${whose}, and has expired.`, remedy)
  if (ver !== '2.0')
    return failed(
      `${whose}, and is not of version 2.`,
      "Set requestedAccessTokenVersion to 2 in the API's registration, then get a new token.",
    )
  if (!roles.includes('Operations'))
    return warning(`${whose}, expires in ${left} min, and lacks the app role Operations.`, operationsRemedy)
  const says = `${whose}, expires in ${left} min, with the app role Operations.`
  return exp - now < soon ? warning(says, remedy) : ok(says)
}

export const operationsRemedy =
  "Assign the app role Operations of the API's registration to this account, then get a new token."

function claimsOf(token: string): Claims | undefined {
  try {
    return Claims.safeParse(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())).data
  } catch {
    return undefined
  }
}
