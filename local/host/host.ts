import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import { type Clock, systemClock } from '../clock'
import { createAdmin, isTimer } from './admin'
import { hostId as makeHostId, workerEnvironment } from './app-settings'
import { describeFunction, type HostedFunction, type HttpFunction, type QueueFunction } from './functions'
import { readHostJson } from './host-json'
import { type HttpListener, listen } from './http-server'
import { loadKeys } from './keys'
import { createLog, hostLog } from './log'
import type { InvocationRequest } from './protocol'
import { createRouter, routePath } from './router'
import { ServiceBus } from './service-bus'
import { BlobStore } from './storage'
import { Supervisor, WorkerGone, WorkerNotReady } from './supervisor'
import { TimerListener } from './timers'

export interface HostOptions {
  /** The folder with package.json and host.json. */
  root: string
  /** 0 = any free one. */
  port: number
  /** The app settings: the worker's environment. */
  settings: Record<string, string>
  /** `text` (default) for people, `json` = the app's console output as it is. */
  log?: 'text' | 'json'
  /** Default: standard output. */
  onLog?: (line: string) => void
  clock?: Clock
  /** In place of `functionTimeout` of host.json. */
  functionTimeoutMs?: number
  /** Node options of the worker process. */
  workerArgs?: string[]
  /** The default host key to store if there is none yet. */
  key?: string
  /** How long `stop` waits for running invocations; default 10 s. */
  graceMs?: number
  /** Told when the worker cannot be started again: the host is of no use any more. */
  onGiveUp?: (error: Error) => void
}

export interface Host {
  port: number
  url: string
  /** The default host key: opens every function of authLevel `function`. */
  key: string
  masterKey: string
  worker(): { pid: number }
  stop(): Promise<void>
}

/** How long an HTTP request waits for a worker that is being restarted before it is answered 503. */
const readyWithinMs = 30_000
const terminateHooksMs = 5000

/**
 * Runs a functions app as Azure does: HTTP, queues and timers here, the app in a worker process of its own. Resolves when
 * the app is loaded and everything listens; rejects with one sentence when it cannot work as it would on Azure.
 */
export async function startHost(options: HostOptions): Promise<Host> {
  const { settings, clock = systemClock } = options
  const root = resolve(options.root)
  const hostJson = readHostJson(root)
  const log = createLog({
    format: options.log ?? 'text',
    thresholds: hostJson.logging.logLevel,
    write: options.onLog ?? ((line) => process.stdout.write(`${line}\n`)),
    now: () => clock.now(),
  })
  const say = hostLog(log)
  const startedAt = Date.now()
  const id = makeHostId(root, settings)
  const store = new BlobStore(settings)
  const bus = new ServiceBus({ settings, limits: hostJson.extensions.serviceBus, clock, say })
  const http = await listen(options.port, clock)
  const url = `http://localhost:${http.port}`
  const supervisor = new Supervisor({
    root,
    env: workerEnvironment(settings, http.port),
    execArgv: options.workerArgs ?? [],
    functionTimeoutMs: options.functionTimeoutMs ?? hostJson.functionTimeout,
    clock,
    log,
    onGiveUp(error) {
      say(`the worker cannot be started again: ${error.message}`, 'critical')
      void bus.pause() // without a worker every message would be abandoned until it is dead-lettered
      options.onGiveUp?.(error)
    },
  })
  const timers = new Map<string, TimerListener>()
  let invocations = 0

  const execute = async (f: HostedFunction, request: InvocationRequest, waitMs?: number) => {
    invocations++
    const begun = clock.now()
    try {
      const response = await supervisor.invoke(request, waitMs)
      await bus.sendOutputs(f, response)
      return response
    } catch (error) {
      const { message, stack = message } = error as Error
      const ours = error instanceof WorkerNotReady || error instanceof WorkerGone
      const text = `failed after ${clock.now() - begun} ms: ${ours ? message : stack}`
      log({ level: 'error', source: f.name, category: 'host', text })
      throw error
    } finally {
      invocations--
    }
  }
  const runTimer = (f: HostedFunction, data: InvocationRequest['inputData'][0]['data']) =>
    execute(f, {
      invocationId: randomUUID(),
      functionId: f.id,
      inputData: [{ name: f.input, data }],
      triggerMetadata: {},
    })

  let stopping: Promise<void> | undefined
  const stop = async () => {
    http.refuse()
    for (const timer of timers.values()) timer.pause()
    await bus.pause()
    await until(() => invocations === 0, options.graceMs ?? 10_000)
    await supervisor.stop(terminateHooksMs)
    await Promise.all([...timers.values()].map((timer) => timer.stop()))
    await bus.close()
    await http.close()
  }

  try {
    const registered = await supervisor.ready()
    const functions = registered.map((metadata) => describeFunction(metadata, settings))
    for (const { name } of registered.filter((metadata) => metadata.retryOptions))
      say(`function ${name}: Azure ignores the retry policy of a Service Bus trigger, and so does this host`, 'warning')
    const httpFunctions = functions.filter(isHttp)
    const prefix = hostJson.extensions.http.routePrefix
    const route = createRouter(httpFunctions, prefix)
    const keyed = httpFunctions.filter((f) => f.trigger.authLevel === 'function').map((f) => f.name)
    const keys = await loadKeys(store, id, keyed, {
      firstKey: options.key,
      onAway: (error) =>
        say(`no storage, the function keys are new and kept in memory only: ${error.message}`, 'warning'),
    })
    for (const f of functions.filter(isTimer))
      timers.set(
        f.id,
        new TimerListener({
          function: f,
          hostId: id,
          timeZone: settings.WEBSITE_TIME_ZONE,
          store,
          clock,
          say,
          run: (data) => runTimer(f, data),
        }),
      )
    for (const f of functions.filter(isQueue)) bus.listen(f, (request) => execute(f, request))
    http.open({
      route,
      keys,
      execute: (f, request) => execute(f, request, readyWithinMs),
      admin: createAdmin({
        hostId: id,
        startedAt,
        functions,
        manualInput: (f) => timers.get(f.id)?.manualInput() ?? Promise.reject(new Error(`${f.name} is no timer`)),
        run: (f, request) => void execute(f, request).catch(() => {}),
      }),
    })
    say(`${functions.length} functions on ${url}`)
    for (const f of functions) say(`  ${f.name}  ${describe(f, url, prefix)}`)
    bus.start()
    await Promise.all([...timers.values()].map((timer) => timer.start()))
    return {
      port: http.port,
      url,
      key: keys.host,
      masterKey: keys.master,
      worker: () => ({ pid: supervisor.pid ?? 0 }),
      stop: () => (stopping ??= stop()),
    }
  } catch (error) {
    await abandonStart(supervisor, bus, http)
    throw error
  }
}

async function abandonStart(supervisor: Supervisor, bus: ServiceBus, http: HttpListener): Promise<void> {
  await supervisor.stop(terminateHooksMs)
  await bus.close()
  await http.close()
}

/** Waits for a condition, at most `ms`. */
async function until(done: () => boolean, ms: number): Promise<void> {
  const end = Date.now() + ms
  while (!done() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 10))
}

function isHttp(f: HostedFunction): f is HttpFunction {
  return f.trigger.kind === 'http'
}

function isQueue(f: HostedFunction): f is QueueFunction {
  return f.trigger.kind === 'queue'
}

function describe({ trigger }: HostedFunction, url: string, prefix: string): string {
  switch (trigger.kind) {
    case 'http':
      return `[${trigger.methods.join(',') || 'any'}] ${url}/${routePath(trigger, prefix)}`
    case 'queue':
      return `queue ${trigger.queue}`
    default:
      return `timer ${trigger.schedule}`
  }
}
