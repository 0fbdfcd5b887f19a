import { app } from '@azure/functions'
import type { Backend } from '../src/app'
import { answerOrProblem } from '../src/http/problem'
import { apiRoutes, startRoutes, workerRoutes } from '../src/http/routes'

/** Registers the routes of the API, those of the worker, or both. */
export function registerRoutes(backend: Backend, { isApi, isWorker }: { isApi: boolean; isWorker: boolean }): void {
  const ofApi = [...startRoutes(backend.operations), ...apiRoutes]
  for (const { name, method, path, handle } of [...(isApi ? ofApi : []), ...(isWorker ? workerRoutes : [])])
    app.http(name, {
      methods: [method],
      authLevel: 'function',
      route: path,
      handler: (request) =>
        answerOrProblem(
          () => handle(request, backend),
          (error) => backend.reportFailure(name, error),
        ),
    })
}
