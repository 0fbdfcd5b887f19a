import type { StoredDefinition } from '../stored/definition'
import { humanise } from './humanise'
import { collapse } from '../../shared/text'

/** How Graph's API wraps some Apple payloads; the portal does not show it. */
const WRAPPER = 'Top Level Setting Group Collection'

/**
 * What the portal calls a setting: its definition's display name, else the definition's name, else its id made readable.
 * Empty for the API's wrapper.
 */
export function settingLabel(id: string, definition: StoredDefinition | undefined): string {
  const label = collapse(definition?.displayName ?? '')
  if (label === WRAPPER) return ''
  return label || collapse(definition?.name ?? '') || humanise(id)
}

/**
 * A row's label below its parents'. Elements are counted from 1, as people do, wherever there may be more than one: an
 * element that is alone keeps its name when a second one comes.
 */
export function rowLabel(parent: string, own: string, index?: number): string {
  const label = index === undefined ? own : `${own} [${index + 1}]`
  return parent === '' ? label : `${parent} > ${label}`
}

/** What children carry before their own labels: for the API's wrapper nothing more than its parents' labels. */
export function parentLabel(parent: string, own: string, index?: number): string {
  return own === '' ? parent : rowLabel(parent, own, index)
}
