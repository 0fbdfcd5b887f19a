import type { Entry } from '../../access/enter'
import type { listPolicies, listSettings } from '../../search/list'
import type { PoliciesRequest, SettingsRequest } from '../../search/requests'
import { PoliciesAnswer, SettingsAnswer } from '../answers'
import { writeCursor } from '../cursor'
import { examples } from '../examples'
import { granted, type Route } from '../route'
import { PoliciesParameters, SettingsParameters, toPoliciesRequest, toSettingsRequest } from '../search-requests'

/** What the routes of the search call. */
export interface SearchApi {
  listSettings(entry: Entry, tenantKey: string, request: SettingsRequest): ReturnType<typeof listSettings>
  listPolicies(entry: Entry, tenantKey: string, request: PoliciesRequest): ReturnType<typeof listPolicies>
}

/** The routes of the search. */
export const searchRoutes: readonly Route<SearchApi>[] = [
  granted({
    name: 'listSettings',
    method: 'GET',
    path: 'tenants/{tenantId}/settings',
    tag: 'Settings',
    summary: 'Searches the settings of a tenant.',
    needs: 'policies.read',
    query: SettingsParameters,
    answers: { 200: { description: 'A page of settings, and how current each source is.', schema: SettingsAnswer } },
    problems: ['search.too_slow'],
    example: { answer: examples.settings },
    async handle({ params: { tenantId }, query }, api: SearchApi, entry) {
      const request = toSettingsRequest(tenantId, query)
      const { items, next, sources } = await api.listSettings(entry, tenantId, request)
      return { status: 200, jsonBody: { items, nextCursor: writeCursor([tenantId, request.query], next), sources } }
    },
  }),
  granted({
    name: 'listPolicies',
    method: 'GET',
    path: 'tenants/{tenantId}/policies',
    tag: 'Settings',
    summary: 'Searches the policies of a tenant, with their assignments.',
    needs: 'policies.read',
    query: PoliciesParameters,
    answers: { 200: { description: 'A page of policies.', schema: PoliciesAnswer } },
    problems: ['search.too_slow'],
    example: { answer: examples.policies },
    async handle({ params: { tenantId }, query }, api: SearchApi, entry) {
      const request = toPoliciesRequest(tenantId, query)
      const { items, next } = await api.listPolicies(entry, tenantId, request)
      return { status: 200, jsonBody: { items, nextCursor: writeCursor([tenantId, request.query], next) } }
    },
  }),
]
