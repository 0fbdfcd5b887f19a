import { resolve } from 'node:path'
import { type Clock, systemClock } from '../clock'
import { createAdmin, isTimer } from './admin'
import { hostId as makeHostId, workerEnvironment } from './app-settings'
import type { HostedFunction, HttpFunction, QueueFunction } from './functions'
import { readHostJson } from './host-json'
import { type HttpListener, listen } from './http-server'
import { indexFunctions } from './indexing'
import { keysOnDemand, loadKeys } from './keys'
import { startListener } from './listener-start'
import { createLog, hostLog } from './log'
import { newInvocation } from './new-invocation'
import type { InvocationRequest } from './protocol'
import { loopback } from '../ports'
import { createRouter, routePath } from './router'
import { ServiceBus } from './service-bus'
import { BlobStore } from './storage'
import { Supervisor, WorkerEnded, WorkerNotReady } from './supervisor'
import { TimerListener } from './timers'

export interface HostOptions {
  /** The folder with package.json and host.json. */
  root: string
  /** 0: any free port. */
  port: number
  /** The app settings; they become environment variables of the worker. */
  settings: Record<string, string>
  /** `text` (default) for people; `json` passes the app's output unchanged. */
  log?: 'text' | 'json'
  /** Called with each log line; default: writes to standard output. */
  onLog?: (line: string) => void
  clock?: Clock
  /** Replaces `functionTimeout` of host.json. */
  functionTimeoutMs?: number
  /** Node options of the worker process. */
  workerArgs?: string[]
  /** The default host key, stored when none is stored yet. */
  key?: string
  /** How long `stop` waits for running invocations; default 10 s. */
  graceMs?: number
  /** Called when the worker cannot be restarted; the host is unusable then. */
  onGiveUp?: (error: Error) => void
}

export interface Host {
  port: number
  url: string
  /** The default host key; gives access to all functions with authLevel `function`. Empty without storage. */
  key: string
  /** Empty without storage. */
  masterKey: string
  worker(): { pid: number }
  stop(): Promise<void>
}

/** How long an HTTP request waits for a restarting worker before it gets 503. */
const workerReadyTimeoutMs = 30_000
const terminateHooksTimeoutMs = 5000

/**
 * Runs a functions app: handles HTTP, queues and timers here, and runs the app in a worker process. Resolves when the app
 * is loaded and all triggers listen. Rejects when the app needs something this host does not support.
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
  const url = `http://${loopback}:${http.port}`
  const supervisor = new Supervisor({
    root,
    env: workerEnvironment(settings, http.port),
    execArgv: options.workerArgs ?? [],
    functionTimeoutMs: options.functionTimeoutMs ?? hostJson.functionTimeout,
    clock,
    log,
    onGiveUp(error) {
      say(`the worker cannot be started again: ${error.message}`, 'critical')
      void bus.pause() // else every message would be abandoned until it is dead-lettered
      options.onGiveUp?.(error)
    },
  })
  const timers = new Map<string, TimerListener>()
  let invocations = 0

  const execute = async (f: HostedFunction, request: InvocationRequest, waitMs?: number) => {
    invocations++
    const startedAtMs = clock.now()
    try {
      const response = await supervisor.invoke(request, waitMs)
      await bus.sendOutputs(f, response)
      return response
    } catch (error) {
      const { message, stack = message } = error as Error
      const isHostError = error instanceof WorkerNotReady || error instanceof WorkerEnded
      const text = `failed after ${clock.now() - startedAtMs} ms: ${isHostError ? message : stack}`
      log({ level: 'error', source: f.name, category: 'host', text })
      throw error
    } finally {
      invocations--
    }
  }
  let stopping: Promise<void> | undefined
  const stop = async () => {
    http.stopAccepting()
    for (const timer of timers.values()) timer.pause()
    await bus.pause()
    await until(() => invocations === 0, options.graceMs ?? 10_000)
    await supervisor.stop(terminateHooksTimeoutMs)
    await Promise.all([...timers.values()].map((timer) => timer.stop()))
    await bus.close()
    await http.close()
  }

  try {
    const registered = await supervisor.ready()
    const functions = indexFunctions(registered, { settings, checkConnections: (f) => bus.check(f), say })
    const httpFunctions = functions.filter(isHttp)
    const prefix = hostJson.extensions.http.routePrefix
    const route = createRouter(httpFunctions, prefix)
    const withKeys = httpFunctions.filter((f) => f.trigger.authLevel === 'function').map((f) => f.name)
    const keys = keysOnDemand(() => loadKeys(store, id, withKeys, options.key))
    const unhealthy = await store.check()
    if (unhealthy) say(`unhealthy, function keys and timers need the storage: ${unhealthy}`, 'warning')
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
          run: (data) => execute(f, newInvocation(f, data)),
        }),
      )
    for (const f of functions.filter(isQueue)) bus.listen(f, (request) => execute(f, request))
    http.serve({
      route,
      keys,
      say,
      execute: (f, request) => execute(f, request, workerReadyTimeoutMs),
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
    const isStopping = () => stopping !== undefined
    for (const [name, timer] of timers)
      await startListener({ name, start: () => timer.start(), isStopping, clock, say })
    const { host: key, master: masterKey } = unhealthy ? noKeys : await keys()
    return {
      port: http.port,
      url,
      key,
      masterKey,
      worker: () => ({ pid: supervisor.pid ?? 0 }),
      stop: () => (stopping ??= stop()),
    }
  } catch (error) {
    await cleanUp(supervisor, bus, http)
    throw error
  }
}

const noKeys = { host: '', master: '' }

async function cleanUp(supervisor: Supervisor, bus: ServiceBus, http: HttpListener): Promise<void> {
  await supervisor.stop(terminateHooksTimeoutMs)
  await bus.close()
  await http.close()
}

/** Waits until `done` returns true, at most `ms`. */
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
