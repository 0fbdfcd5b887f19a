import { Module } from 'node:module'
import type { FunctionMetadata, InvocationRequest, InvocationResponse, LogCategory, LogLevel } from './protocol'

export type FunctionCallback = (...args: unknown[]) => unknown
export type HookCallback = (context: unknown) => unknown
export type Log = (level: LogLevel, category: LogCategory, text: string) => void

export interface CoreInvocationContext {
  invocationId: string
  metadata: FunctionMetadata
  request: InvocationRequest
  state: 'preInvocationHooks' | 'invocation' | 'postInvocationHooks' | undefined
  log: Log
}

export interface InvocationModel {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>
  invokeFunction(context: unknown, inputs: unknown[], callback: FunctionCallback): Promise<unknown>
  getResponse(context: unknown, result: unknown): Promise<InvocationResponse>
}

export interface ProgrammingModel {
  name: string
  version: string
  getCapabilities(capabilities: Record<string, string>): Promise<Record<string, string>>
  getInvocationModel(context: CoreInvocationContext): InvocationModel
}

export const hookNames = ['preInvocation', 'postInvocation', 'appStart', 'appTerminate'] as const
export type HookName = (typeof hookNames)[number]

export interface RegisteredFunction {
  metadata: FunctionMetadata
  callback: FunctionCallback
}

/** What the app registered while its entry point was loading. */
export class App {
  readonly functions = new Map<string, RegisteredFunction>()
  readonly hooks: Record<HookName, HookCallback[]> = {
    preInvocation: [],
    postInvocation: [],
    appStart: [],
    appTerminate: [],
  }
  /** Shared by all hooks of the app. */
  readonly appHookData = {}
  /** Shared by the app-level hooks only. */
  readonly appLevelHookData = {}
  model: ProgrammingModel | undefined
  started = false
}

/** Flags an error as one of the host, not of the app; the library reads this property. */
export function systemError<E extends Error>(error: E): E {
  return Object.assign(error, { isAzureFunctionsSystemError: true })
}

/**
 * Creates the module `@azure/functions-core` that the library requires. Copies
 * Azure/azure-functions-nodejs-worker `src/setupCoreModule.ts`, including its error messages.
 */
export function createCoreModule(app: App, log: (level: LogLevel, category: LogCategory, text: string) => void) {
  class Disposable {
    readonly #dispose: () => unknown
    constructor(dispose: () => unknown) {
      this.#dispose = dispose
    }
    static from(...many: { dispose(): unknown }[]): Disposable {
      return new Disposable(() => many.forEach((one) => one.dispose()))
    }
    dispose(): unknown {
      return this.#dispose()
    }
  }

  return {
    version: '3.9.1',
    hostVersion: '4.0.0-local',
    Disposable,
    log: (level: LogLevel, _category: string, text: string) => log(level, 'system', text),
    setProgrammingModel(model: ProgrammingModel) {
      log('information', 'system', `Setting Node.js programming model to "${model.name}" version "${model.version}"`)
      app.model = model
    },
    getProgrammingModel: () => app.model,
    registerHook(name: string, callback: HookCallback) {
      const hooks = (app.hooks as Record<string, HookCallback[] | undefined>)[name]
      if (!hooks) throw systemError(new RangeError(`Unrecognized hook "${name}"`))
      hooks.push(callback)
      return new Disposable(() => {
        const at = hooks.indexOf(callback)
        if (at >= 0) hooks.splice(at, 1)
      })
    },
    registerFunction(metadata: FunctionMetadata, callback: FunctionCallback) {
      const id = metadata.functionId ?? metadata.name
      if (app.started) throw systemError(new Error('A function can only be registered during app startup.'))
      if (app.functions.has(id)) throw systemError(new Error(`A function with id "${id}" has already been registered.`))
      app.functions.set(id, { metadata, callback })
      return new Disposable(() => {
        if (app.started) throw systemError(new Error('A function can only be disposed during app startup.'))
        app.functions.delete(id)
      })
    },
  }
}

/** Makes `require('@azure/functions-core')` return `core` in this process, because the module is not on disk. */
export function provideCoreModule(core: unknown): void {
  const prototype = Module.prototype as unknown as { require: (this: Module, id: string) => unknown }
  prototype.require = new Proxy(prototype.require, {
    apply: (target, self, args: [string]) =>
      args[0] === '@azure/functions-core' ? core : Reflect.apply(target, self, args),
  })
}
