import { app } from '@azure/functions'
import type { Backend } from '../src/app'
import { dispatch } from '../src/http/dispatch'
import { answerOrProblem } from '../src/http/problem'
import { apiRoutes, type Route, startRoutes, workerRoutes } from '../src/http/routes'

/** Registers the routes of the API, those of the worker, or both. */
export function registerRoutes(backend: Backend, { isApi, isWorker }: { isApi: boolean; isWorker: boolean }): void {
  const ofApi = [...startRoutes(backend.operations), ...apiRoutes]
  const routes: Route<Backend>[] = [...(isApi ? ofApi : []), ...(isWorker ? workerRoutes : [])]
  for (const route of routes) {
    const { name, method, path } = route
    app.http(name, {
      methods: [method],
      // who may call is checked in code, by the access token: no function key is a way in
      authLevel: 'anonymous',
      route: path,
      handler: (request) =>
        answerOrProblem(
          () => dispatch(route, request, backend),
          (error) => backend.reportFailure(name, error),
        ),
    })
  }
}
