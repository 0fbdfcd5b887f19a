import { app } from '@azure/functions'
import type { Backend } from '../src/app'
import { dispatch } from '../src/http/dispatch'
import { answerOrProblem } from '../src/http/problem'
import type { Route } from '../src/http/route'
import { apiRoutes } from '../src/http/routes'
import { readinessRoutes } from '../src/http/routes/readiness'
import { inInvocation } from './invocation'
import { workerRoutes } from '../src/http/routes/operations'

/** Registers the routes of the API, those of the worker, or both, and that of every instance. */
export function registerRoutes(backend: Backend, { isApi, isWorker }: { isApi: boolean; isWorker: boolean }): void {
  const ofApi = isApi ? apiRoutes(backend.operations) : []
  const routes: Route<Backend>[] = [...readinessRoutes, ...ofApi, ...(isWorker ? workerRoutes : [])]
  for (const route of routes)
    app.http(route.name, {
      methods: [route.method],
      // who may call is checked in code, by the access token: no function key is a way in
      authLevel: 'anonymous',
      route: route.path,
      handler: (request, context) =>
        inInvocation(backend, route.name, context, () =>
          answerOrProblem(
            () => dispatch(route, request, backend),
            (error) => backend.reportFailure(route.name, error),
          ),
        ),
    })
}
