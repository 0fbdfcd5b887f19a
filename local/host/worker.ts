import { App, createCoreModule, provideCoreModule } from './core-module'
import { loadEntryPoint } from './entry-point'
import { hookContext, runHooks, runInvocation } from './invocation'
import { type FromWorker, type InvocationRequest, toFailure, type ToWorker } from './protocol'

/**
 * The worker process: loads the functions app named by the first argument and runs what the host asks for. It has no
 * listener of its own, and ends with its host.
 */
const root = process.argv[2] ?? process.cwd()
const app = new App()

function say(word: FromWorker): void {
  if (process.connected) process.send?.(word)
}

async function start(): Promise<void> {
  const appStart = hookContext(
    { hookData: app.appLevelHookData, appHookData: app.appHookData },
    { functionAppDirectory: root },
  )
  await loadEntryPoint(root)
  await runHooks(app, 'appStart', appStart)
  const capabilities = (await app.model?.getCapabilities({})) ?? {}
  if (capabilities.HttpUri !== undefined)
    throw new Error('app.setup({ enableHttpStream: true }) is not supported by the local host')
  app.started = true
  // Through JSON, because a binding may hold values that cannot be cloned
  const functions = JSON.parse(JSON.stringify([...app.functions.values()].map((f) => f.metadata)))
  say({ kind: 'ready', functions })
}

async function invoke(request: InvocationRequest): Promise<void> {
  const { invocationId, functionId } = request
  try {
    const response = await runInvocation(app, request, (level, category, text) =>
      say({ kind: 'log', level, category, function: functionId, text }),
    )
    say({ kind: 'done', invocationId, response })
  } catch (error) {
    say({ kind: 'threw', invocationId, failure: toFailure(error) })
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
    say({ kind: 'log', level: 'error', category: 'system', text: `appTerminate failed: ${toFailure(error).message}` })
  }
  process.send?.({ kind: 'stopped' } satisfies FromWorker, () => process.exit(0)) // after all that was said before
}

process.on('SIGINT', () => {}) // Ctrl-C reaches the whole group: the host decides the order of the end
process.on('disconnect', () => process.exit(1))
process.on('message', (word: ToWorker) => void (word.kind === 'invoke' ? invoke(word.request) : stop()))
process.on('uncaughtException', (error) => {
  // As the real worker: an exception nobody caught ends the process, and all its invocations with it
  process.stderr.write(`Worker uncaught exception: ${error.stack ?? String(error)}\n`)
  process.exit(1)
})

provideCoreModule(createCoreModule(app, (level, category, text) => say({ kind: 'log', level, category, text })))
start().catch((error: unknown) => {
  const { message, stack } = toFailure(error instanceof Error && error.cause ? error.cause : error)
  if (stack) process.stderr.write(`${stack}\n`)
  const sentence = error instanceof Error ? error.message : message
  process.send?.({ kind: 'failed', message: sentence } satisfies FromWorker, () => process.exit(1))
})
