import type { OperationRecord } from '../../shared/operation-record'
import type { Route, RouteDescription } from '../route'
import { type AccessApi, accessRoutes } from './access'
import { type AuditApi, auditRoutes } from './audit'
import { type ConsentApi, consentRoutes } from './consent'
import { documentRoute, livenessRoute } from './document'
import { type HealthApi, healthRoutes, workerRoutes } from './operations'
import { readinessRoutes } from './readiness'
import { type NotificationsApi, notificationRoutes } from './notifications'
import { type CatalogueApi, catalogueRoutes } from './operations-catalogue'
import { type RunListsApi, runListRoutes } from './run-lists'
import { runRoutes, type RunsApi, startRoutes } from './runs'
import { type SchedulesApi, scheduleRoutes } from './schedules'
import { type SearchApi, searchRoutes } from './search'

/** What the routes of the API call. */
export type Api = RunsApi &
  RunListsApi &
  CatalogueApi &
  SearchApi &
  AccessApi &
  ConsentApi &
  AuditApi &
  HealthApi &
  SchedulesApi &
  NotificationsApi

/** The routes that instances without the role `api` serve too, or alone. */
const otherRoutes: readonly RouteDescription[] = [...workerRoutes, ...readinessRoutes, livenessRoute]

/** The routes that every instance with the role `api` serves. */
export function apiRoutes(operations: Iterable<OperationRecord>): Route<Api>[] {
  const records = [...operations]
  const routes: Route<Api>[] = [
    ...startRoutes(records),
    ...runRoutes,
    ...runListRoutes(records.map(({ name }) => name)),
    ...catalogueRoutes,
    ...searchRoutes,
    ...accessRoutes,
    ...scheduleRoutes(records),
    ...notificationRoutes(records),
    ...consentRoutes,
    ...auditRoutes,
    ...healthRoutes,
  ]
  return [...routes, documentRoute([...routes, ...otherRoutes])]
}

/** Every route, whoever serves it: what the document describes. */
export const describedRoutes = (operations: Iterable<OperationRecord>): RouteDescription[] => [
  ...apiRoutes(operations),
  ...otherRoutes,
]
