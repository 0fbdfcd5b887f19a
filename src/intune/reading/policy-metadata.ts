import type { PolicyMetadata } from '../stored/policy-unit'
import { isObject, textOrNull as text } from '../../shared/text'
import type { FullPolicy } from '../stored/full-policy'

/** What a policy tells about itself, by the names that all collections share; null where it says nothing. */
export function policyMetadata(policy: FullPolicy): PolicyMetadata {
  const reference = policy['templateReference']
  const template = isObject(reference) ? reference : {}
  const scopeTags = policy['roleScopeTagIds']
  return {
    odataType: text(policy['@odata.type']),
    description: text(policy['description']),
    platforms: text(policy['platforms']),
    technologies: text(policy['technologies']),
    templateId: text(template['templateId']) ?? text(policy['templateId']),
    templateFamily: text(template['templateFamily']),
    templateVersion: text(template['templateDisplayVersion']),
    scopeTagIds: Array.isArray(scopeTags) ? scopeTags.flatMap((id) => text(id) ?? []).sort() : [],
    createdAt: instant(policy['createdDateTime']),
    modifiedAt: instant(policy['lastModifiedDateTime'] ?? policy['modifiedDateTime']),
  }
}

/** Graph writes `0001-01-01T00:00:00Z` where there is no date. */
function instant(value: unknown): string | null {
  if (typeof value !== 'string' || value.startsWith('0001-')) return null
  const time = new Date(value)
  return Number.isNaN(time.getTime()) ? null : time.toISOString()
}
