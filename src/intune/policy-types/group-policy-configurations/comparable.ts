import { sortByBytes } from '../../../shared/text'
import type { FullPolicy } from '../../stored/full-policy'
import { type DefinitionValue, definitionValuesOf, type PresentationValue } from './schema'

/** Graph renews these when a policy is edited, also of settings that stay as they are. */
const RENEWED = { id: undefined, createdDateTime: undefined, lastModifiedDateTime: undefined }

/**
 * Sorts the settings, and drops what Graph renews and what describes a definition or a field: the texts are Microsoft's, so
 * they change although nobody edits the policy. Only their ids are the policy's.
 */
export function comparable(full: FullPolicy): FullPolicy {
  const sorted = sortByBytes(definitionValuesOf(full), ({ definition }) => definition.id)
  return { ...full, definitionValues: sorted.map(withoutTexts) }
}

function withoutTexts({ definition, presentationValues, ...own }: DefinitionValue) {
  const sorted = sortByBytes(presentationValues, ({ presentation }) => presentation.id)
  const fields = sorted.map((field: PresentationValue) => ({
    ...field,
    ...RENEWED,
    presentation: field.presentation.id,
  }))
  return { ...own, ...RENEWED, definition: definition.id, presentationValues: fields }
}
