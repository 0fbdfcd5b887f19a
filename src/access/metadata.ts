import * as z from 'zod'
import { isLocal } from '../shared/local-address'

/** What stands for the tenant's id in issuers that serve all tenants. */
const tenantPlaceholder = '{tenantid}'

const isSafe = (url: string) => URL.canParse(url) && (new URL(url).protocol === 'https:' || isLocal(url))

/** What the authority says of itself. */
export const Metadata = z.object({
  /** Issuer of every tenant's tokens, with `{tenantid}`. In some clouds its host is not the authority's. */
  issuer: z.string().includes(tenantPlaceholder),
  jwks_uri: z.url().refine(isSafe),
})
export type Metadata = z.output<typeof Metadata>

/** The address of the metadata that serves all tenants. */
export const metadataUrl = (authorityHost: string) => `${authorityHost}/common/v2.0/.well-known/openid-configuration`

/** The issuer of one tenant. `template` may name a single tenant already. */
export const issuerOf = (template: string, tid: string) => template.replace(tenantPlaceholder, () => tid)
