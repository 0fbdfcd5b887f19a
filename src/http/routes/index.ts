import type { OperationRecord } from '../../shared/operation-record'
import type { Route } from '../route'
import { type AccessApi, accessRoutes } from './access'
import { type AuditApi, auditRoutes } from './audit'
import { type ConsentApi, consentRoutes } from './consent'
import { type HealthApi, healthRoutes } from './operations'
import { runRoutes, type RunsApi, startRoutes } from './runs'
import { type SearchApi, searchRoutes } from './search'

/** What the routes of the API call. */
export type Api = RunsApi & SearchApi & AccessApi & ConsentApi & AuditApi & HealthApi

/** The routes that every instance with the role `api` serves. */
export const apiRoutes = (operations: Iterable<OperationRecord>): Route<Api>[] => [
  ...startRoutes(operations),
  ...runRoutes,
  ...searchRoutes,
  ...accessRoutes,
  ...consentRoutes,
  ...auditRoutes,
  ...healthRoutes,
]
