import type { Position, SettingsQuery } from './conditions'
import type { PoliciesQuery, PolicyPosition } from './policies'

export interface SettingsRequest {
  query: SettingsQuery
  after?: Position | undefined
  limit: number
}

export interface PoliciesRequest {
  query: PoliciesQuery
  after?: PolicyPosition | undefined
  limit: number
}
