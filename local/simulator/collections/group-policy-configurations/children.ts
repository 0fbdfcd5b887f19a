import { settingsSize } from '../../graph/page'
import { uuid } from '../../seed'
import type { Child } from '../record'

/** What a setting or a field is about: one object, which `$expand` shows everywhere. */
const described: Child = { single: true, expand: { list: 'whole', item: 'whole' } }

/** The fields of a setting that are filled in. `$expand` has one level, so only their own path shows them. */
const presentationValues: Child = {
  page: settingsSize,
  expand: {},
  children: { presentation: described },
  stored: (value, index, parentId) => ({ id: uuid(parentId, 'presentation value', index), ...value }),
}

/** The definitions that a policy enables or disables. */
export const definitionValues: Child = {
  page: settingsSize,
  expand: {},
  children: { definition: described, presentationValues },
  stored: (value, index, parentId) => ({ id: uuid(parentId, 'definition value', index), ...value }),
}
