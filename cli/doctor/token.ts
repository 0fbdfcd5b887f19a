import * as z from 'zod'
import { failed, type Finding, type Look, notChecked, ok, warning } from './check'
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

export const tokenRemedy =
  'Set TENANTPILOT_TOKEN to a new access token: az account get-access-token --scope "api://$API_CLIENT_ID/.default" --query accessToken -o tsv'

/** Whose the token is, until when, and whether it may read the health. It is only read: whether it is genuine, the API says. */
export function tokenLook({ token }: Installation, now: () => number): Look {
  return {
    names: ['token'],
    remedy: tokenRemedy,
    async look(): Promise<Finding[]> {
      if (!token) return [notChecked('There is no access token.', tokenRemedy)]
      const claims = claimsOf(await token())
      if (!claims) return [failed('The token is no access token of Entra for this API.', tokenRemedy)]
      return [findingOf(claims, Math.floor(now() / 1000))]
    },
  }
}

function findingOf(claims: Claims, now: number): Finding {
  const { exp, ver, scp, tid, oid, roles } = claims
  const left = Math.floor((exp - now) / minute)
  const whose = `It is of ${scp === undefined ? 'a service' : 'a person'}, ${tid}/${oid}`
  if (exp <= now) return failed(`${whose}, and has expired.`, tokenRemedy)
  if (ver !== '2.0')
    return failed(
      `${whose}, and is not of version 2.`,
      "Set requestedAccessTokenVersion to 2 in the API's registration, then get a new token.",
    )
  if (!roles.includes('Operations'))
    return warning(`${whose}, expires in ${left} min, and lacks the app role Operations.`, operationsRemedy)
  const says = `${whose}, expires in ${left} min, with the app role Operations.`
  return exp - now < soon ? warning(says, tokenRemedy) : ok(says)
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
