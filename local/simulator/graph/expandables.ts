import type { Expandable } from '../collections/collection'
import type { CollectionName, Policy } from '../data/policy'
import type { JsonObject } from '../json'
import { nextLinkOf, type PageSize } from './page'

/** Settings of one policy, wherever they are listed. */
export const settingsSize: PageSize = { normal: 25, max: 1000 }

const configurations = 'scheduledActionConfigurations'

export const assignments: Expandable = { show: (policy) => ({ assignments: policy.assignments() }) }

/** Graph answers `[]` although there are some. */
export function hidden(name: string, inside: readonly string[] = []): Expandable {
  return { inside, show: () => ({ [name]: [] }) }
}

export const hiddenActions = hidden('scheduledActionsForRule', [configurations])

export const actions: Expandable = {
  inside: [configurations],
  show: (policy, { inside }) => ({ scheduledActionsForRule: rulesOf(policy, inside.length > 0) }),
}

/** All settings at once. */
export const settings: Expandable = { show: (policy) => ({ settings: policy.settings(0, policy.settingCount) }) }

/** In a list: the first page of the settings, and a link to the rest. */
export function cutSettings(collection: CollectionName): Expandable {
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

/** A list that only one type has and only a single policy shows: `microsoft.graph.{type}/{name}`. */
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
