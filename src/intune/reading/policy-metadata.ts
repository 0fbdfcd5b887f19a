import type { PolicyMetadata } from '../stored/policy-unit'
import { isObject, textOrNull as text } from '../../shared/text'
import type { FullPolicy } from '../stored/full-policy'

/** Reads the properties that all collections share, such as description and dates; null when Graph sent none. */
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

/** ISO 8601, or null; Graph sends `0001-01-01T00:00:00Z` when there is no date. */
function instant(value: unknown): string | null {
  if (typeof value !== 'string' || value.startsWith('0001-')) return null
  const time = new Date(value)
  const year = time.getUTCFullYear()
  // PostgreSQL does not read years beyond these, to which a zone alone can lead
  return year >= 1 && year <= 9999 ? time.toISOString() : null
}
