import type { StoredDefinition } from '../stored/definition'
import { humanise } from './humanise'
import { collapse } from '../../shared/text'

/** The API's wrapper of some Apple payloads; the portal does not show it. */
const WRAPPER = 'Top Level Setting Group Collection'

/**
 * The portal's label of a setting: the definition's display name, else its name, else the id made readable. Empty for the
 * API's wrapper.
 */
export function settingLabel(id: string, definition: StoredDefinition | undefined): string {
  const label = collapse(definition?.displayName ?? '')
  if (label === WRAPPER) return ''
  return label || collapse(definition?.name ?? '') || humanise(id)
}

/**
 * Joins the parents' label and the own label. `index` adds a number from 1, also to a single element, so that its name does
 * not change when a second one is added.
 */
export function rowLabel(parent: string, own: string, index?: number): string {
  const label = index === undefined ? own : `${own} [${index + 1}]`
  return parent === '' ? label : `${parent} > ${label}`
}

/** The label that comes before the labels of a setting's children. The API's wrapper adds nothing to it. */
export function parentLabel(parent: string, own: string, index?: number): string {
  return own === '' ? parent : rowLabel(parent, own, index)
}
