import type { Expandable } from '../collections/collection'
import type { CollectionName, Policy } from '../data/policy'
import type { JsonObject } from '../json'
import { nextLinkOf, type PageSize } from './page'

/** Page size for the settings of one policy. */
export const settingsSize: PageSize = { normal: 25, max: 1000 }

const configurations = 'scheduledActionConfigurations'

export const assignments: Expandable = { show: (policy) => ({ assignments: policy.assignments() }) }

/** An expandable for which Graph returns `[]` although there are entries. */
export function hidden(name: string, inside: readonly string[] = []): Expandable {
  return { inside, show: () => ({ [name]: [] }) }
}

export const hiddenActions = hidden('scheduledActionsForRule', [configurations])

export const actions: Expandable = {
  inside: [configurations],
  show: (policy, { inside }) => ({ scheduledActionsForRule: rulesOf(policy, inside.length > 0) }),
}

/** All settings of a single policy. */
export const settings: Expandable = { show: (policy) => ({ settings: policy.settings(0, policy.settingCount) }) }

/** In a list: the first page of the settings and a link to the next. */
export function firstPageOfSettings(collection: CollectionName): Expandable {
  return {
    show: (policy, { call, paging }) => {
      const first = policy.settings(0, settingsSize.normal)
      if (policy.settingCount <= settingsSize.normal) return { settings: first }
      const segments = ['deviceManagement', collection, policy.id, 'settings']
      const next = { at: settingsSize.normal, of: policy.settingCount, order: 0 }
      const link = nextLinkOf({ ...call, segments, query: '' }, '', paging, next)
      return { settings: first, 'settings@odata.nextLink': link }
    },
  }
}

/** A list of one derived type, returned only for a single policy: `microsoft.graph.{type}/{name}`. */
export function perItem(name: string): Expandable {
  return {
    show: (policy) => {
      const list = policy.perItem()[name]
      return list ? { [name]: list } : {}
    },
  }
}

export function rulesOf(policy: Policy, withActions: boolean): JsonObject[] {
  return policy.scheduledActions().map((rule) => {
    if (withActions) return rule
    const { [configurations]: _, ...bare } = rule
    return bare
  })
}
