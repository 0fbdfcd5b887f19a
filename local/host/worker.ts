import { App, createCoreModule, provideCoreModule } from './core-module'
import { loadEntryPoint } from './entry-point'
import { hookContext, runHooks, runInvocation } from './invocation'
import { type FromWorker, type InvocationRequest, toFailure, type ToWorker } from './protocol'

/**
 * The worker process: loads the functions app in the folder of the first argument and runs the invocations that the host
 * sends. It ends when the host ends.
 */
const root = process.argv[2] ?? process.cwd()
const app = new App()

function send(message: FromWorker): void {
  if (process.connected) process.send?.(message)
}

function fail(message: string): void {
  process.send?.({ kind: 'failed', message } satisfies FromWorker, () => process.exit(1)) // exits after all messages are sent
}

async function start(): Promise<void> {
  const appStart = hookContext(
    { hookData: app.appLevelHookData, appHookData: app.appHookData },
    { functionAppDirectory: root },
  )
  const loadError = await loadEntryPoint(root)
  await runHooks(app, 'appStart', appStart)
  const capabilities = (await app.model?.getCapabilities({})) ?? {}
  if (capabilities.HttpUri !== undefined)
    throw new Error('app.setup({ enableHttpStream: true }) is not supported by the local host')
  app.started = true
  if (loadError) {
    console.error(loadError.stack)
    // like the real worker's `FunctionsMetadataHandler.ts`: without a registered function the app is empty, which is no failure
    if (app.functions.size > 0) {
      send({ kind: 'log', level: 'error', category: 'system', text: loadError.message })
      return fail(loadError.message)
    }
  }
  // copied through JSON, because bindings may contain values that IPC cannot send
  const functions = JSON.parse(JSON.stringify([...app.functions.values()].map((f) => f.metadata)))
  send({ kind: 'ready', functions })
}

async function invoke(request: InvocationRequest): Promise<void> {
  const { invocationId, functionId } = request
  try {
    const response = await runInvocation(app, request, (level, category, text) =>
      send({ kind: 'log', level, category, function: functionId, text }),
    )
    send({ kind: 'done', invocationId, response })
  } catch (error) {
    send({ kind: 'threw', invocationId, failure: toFailure(error) })
  }
}

async function stop(): Promise<void> {
  try {
    await runHooks(
      app,
      'appTerminate',
      hookContext({ hookData: app.appLevelHookData, appHookData: app.appHookData }, {}),
    )
  } catch (error) {
    send({ kind: 'log', level: 'error', category: 'system', text: `appTerminate failed: ${toFailure(error).message}` })
  }
  process.send?.({ kind: 'stopped' } satisfies FromWorker, () => process.exit(0)) // exits after all messages are sent
}

process.on('SIGINT', () => {}) // Ctrl-C reaches all processes; the host stops the worker in order
process.on('disconnect', () => process.exit(1))
process.on('message', (message: ToWorker) => void (message.kind === 'invoke' ? invoke(message.request) : stop()))
process.on('uncaughtException', (error) => {
  // like the real worker, an uncaught exception ends the process with all its invocations
  process.stderr.write(`Worker uncaught exception: ${error.stack ?? String(error)}\n`)
  process.exit(1)
})

provideCoreModule(createCoreModule(app, (level, category, text) => send({ kind: 'log', level, category, text })))
start().catch((error: unknown) => {
  const { message, stack } = toFailure(error)
  if (stack) process.stderr.write(`${stack}\n`)
  fail(message)
})
