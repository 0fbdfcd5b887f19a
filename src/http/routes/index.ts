import type { OperationRecord } from '../../shared/operation-record'
import type { Route } from '../route'
import { type AccessApi, accessRoutes } from './access'
import { type AuditApi, auditRoutes } from './audit'
import { type HealthApi, healthRoutes } from './operations'
import { type CatalogueApi, catalogueRoutes } from './operations-catalogue'
import { type RunListsApi, runListRoutes } from './run-lists'
import { runRoutes, type RunsApi, startRoutes } from './runs'
import { type SearchApi, searchRoutes } from './search'

/** What the routes of the API call. */
export type Api = RunsApi & RunListsApi & CatalogueApi & SearchApi & AccessApi & AuditApi & HealthApi

/** The routes that every instance with the role `api` serves. */
export const apiRoutes = (operations: Iterable<OperationRecord>): Route<Api>[] => [
  ...startRoutes(operations),
  ...runRoutes,
  ...runListRoutes,
  ...catalogueRoutes,
  ...searchRoutes,
  ...accessRoutes,
  ...auditRoutes,
  ...healthRoutes,
]
