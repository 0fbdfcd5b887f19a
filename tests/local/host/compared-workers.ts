import { systemClock } from '../../../local/clock'
import type { LogEntry } from '../../../local/host/log'
import type { TypedData } from '../../../local/host/protocol'
import { Supervisor } from '../../../local/host/supervisor'
import { NodeWorker } from '../package/node-worker'
import { plain } from './plain-rpc'

/** One of the two workers, with what it did in a form that is the same for both. */
export interface ComparedWorker {
  /** Why the app could not be loaded. */
  failure: string | undefined
  registered: { name: string; functionId: string; bindings: object; retryOptions?: unknown }[]
  run(name: string, data: TypedData, triggerMetadata?: Record<string, unknown>): Promise<object>
  /** What the app logged: level, category and text. */
  logs(): Promise<string[]>
  /** Standard output and error, without the lines of the worker itself. */
  console(): Promise<string[]>
  /** Ends the worker as the host does. Milliseconds. */
  terminate(): Promise<number>
  kill(signal: NodeJS.Signals): Promise<void>
  stop(): Promise<void>
}

/** The one that `NodeWorker` sends, so that both workers get the same. */
const traceContext = {
  traceParent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  traceState: '',
  attributes: {},
}

/** Microsoft's worker. */
export async function startMicrosofts(appDir: string, env: Record<string, string> = {}): Promise<ComparedWorker> {
  const worker = await NodeWorker.create()
  const started = await worker.start(appDir, env)
  return {
    failure: started.metadata.status === 'Success' ? undefined : started.metadata.exception?.message,
    registered: started.registered.map(({ name, functionId, raw, retryOptions }) => ({
      name,
      functionId,
      bindings: Object.fromEntries(raw.map((binding) => [binding.name, binding])),
      ...(retryOptions ? { retryOptions: plain(retryOptions) } : {}),
    })),
    async run(name, data, triggerMetadata = {}) {
      const { status, exception, returnValue, outputs } = await worker.run(name, data, triggerMetadata)
      if (status !== 'Success') return { threw: exception?.message, stack: inApp(exception?.stackTrace) }
      return { returned: plain(returnValue), outputs: plain(outputs) }
    },
    logs: async () => (await worker.logs()).map((l) => `${l.level} ${l.logCategory}: ${l.message}`.toLowerCase()),
    console: async () => lines(await worker.output()),
    terminate: () => worker.terminate(),
    kill: (signal) => worker.kill(signal),
    stop: () => worker.stop(),
  }
}

/** The worker of the local host, below its supervisor. */
export async function startOurs(root: string, settings: Record<string, string> = {}): Promise<ComparedWorker> {
  const entries: LogEntry[] = []
  const supervisor = new Supervisor({
    root,
    env: { PATH: process.env.PATH, ...settings },
    execArgv: [],
    functionTimeoutMs: Infinity,
    clock: systemClock,
    log: (entry) => entries.push(entry),
    onGiveUp: () => {},
  })
  let failure: string | undefined
  const registered = await supervisor.ready().catch((error: Error) => {
    failure = error.message
    return []
  })
  const inputOf = (name: string) => {
    const { bindings } = registered.find((f) => f.name === name)!
    return Object.entries(bindings).find(([, { type }]) => /trigger$/i.test(type))![0]
  }
  let invocations = 0
  const stop = async () => {
    const askedAt = performance.now()
    await supervisor.stop(5000)
    return performance.now() - askedAt
  }
  return {
    failure,
    registered: registered.map(({ name, functionId = name, bindings, retryOptions }) => ({
      name,
      functionId,
      bindings: Object.fromEntries(Object.entries(bindings).map(([name, one]) => [name, { ...one, name }])),
      ...(retryOptions ? { retryOptions: overGrpc(retryOptions) } : {}),
    })),
    async run(name, data, triggerMetadata = {}) {
      try {
        const { returnValue, outputData } = await supervisor.invoke({
          invocationId: `00000000-0000-4000-8000-${String(++invocations).padStart(12, '0')}`,
          functionId: name,
          inputData: [{ name: inputOf(name), data }],
          triggerMetadata: Object.fromEntries(Object.entries(triggerMetadata).map(([key, one]) => [key, typed(one)])),
          traceContext,
        })
        return { returned: plain(returnValue), outputs: plain(outputData) }
      } catch (error) {
        return { threw: (error as Error).message, stack: inApp((error as Error).stack) }
      }
    },
    logs: async () =>
      entries
        .filter(({ category }) => category === 'user' || category === 'system')
        .map((l) => `${l.level} ${l.category}: ${l.text}`.toLowerCase()),
    console: async () => lines(entries.flatMap((l) => (l.category === 'console' ? [l.text] : [])).join('\n')),
    terminate: stop,
    async kill(signal) {
      process.kill(supervisor.pid!, signal)
      await until(() =>
        entries.some((l) => l.category === 'host' && l.text.includes(`the worker ended with ${signal}`)),
      )
    },
    stop: async () => void (await stop()),
  }
}

/** As the driver of Microsoft's worker sends it. */
function typed(value: unknown): TypedData {
  return typeof value === 'string' ? { string: value } : { json: JSON.stringify(value) }
}

/** Retry options with the enum as gRPC spells it, and without the field that gRPC does not know: nothing here reads them. */
function overGrpc(retryOptions: object): unknown {
  const { strategy: _, retryStrategy, ...rest } = retryOptions as { strategy?: unknown; retryStrategy: string }
  return plain({ ...rest, retryStrategy: retryStrategy.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) })
}

/** The lines of a stack that lie in the app. */
function inApp(stack = ''): string[] {
  return stack.split('\n').filter((line) => line.includes('fixtures'))
}

/** Lines without those by which Microsoft's worker talks to its host. */
function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('LanguageWorkerConsoleLog'))
}

async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 10))
}
