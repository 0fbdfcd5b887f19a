import type { Place, SettingsQuery } from './conditions'
import type { PoliciesQuery, PolicyPlace } from './policies'

export interface SettingsRequest {
  query: SettingsQuery
  after?: Place | undefined
  limit: number
}

export interface PoliciesRequest {
  query: PoliciesQuery
  after?: PolicyPlace | undefined
  limit: number
}
