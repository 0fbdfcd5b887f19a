import { app } from '@azure/functions'
import './liveness'
import { backend, queues, role } from '../src/main'
import { registerRoutes } from './http'
import { registerShutdown } from './lifecycle'
import { registerQueues } from './queues'
import { registerTimer } from './timers'

// the host would send each record once more, without its fields
if (backend.sendsTelemetry) app.setup({ capabilities: { WorkerOpenTelemetryEnabled: true } })

const isApi = role !== 'worker'
const isWorker = role !== 'api'

registerRoutes(backend, { isApi, isWorker })
if (isWorker) {
  registerQueues(backend, queues)
  registerTimer(backend)
}
registerShutdown(backend)
