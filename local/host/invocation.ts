import {
  type App,
  type CoreInvocationContext,
  type HookCallback,
  type HookName,
  type Log,
  systemError,
} from './core-module'
import type { InvocationRequest, InvocationResponse } from './protocol'

/**
 * Runs one invocation as the real worker does (`src/eventHandlers/InvocationHandler.ts`): arguments, pre-invocation hooks,
 * function, post-invocation hooks, response. Rejects with the function's error, unless a hook removed it.
 */
export async function runInvocation(app: App, request: InvocationRequest, log: Log): Promise<InvocationResponse> {
  const registered = app.functions.get(request.functionId)
  if (!registered || !app.model)
    throw systemError(new Error(`Function code for '${request.functionId}' is not loaded and cannot be invoked.`))
  const coreContext: CoreInvocationContext = {
    invocationId: request.invocationId,
    metadata: registered.metadata,
    request,
    state: undefined,
    log,
  }
  const during = async <T>(state: NonNullable<CoreInvocationContext['state']>, work: () => Promise<T>): Promise<T> => {
    coreContext.state = state
    try {
      return await work()
    } finally {
      coreContext.state = undefined
    }
  }
  const invocation = app.model.getInvocationModel(coreContext)
  const { context, inputs } = await invocation.getArguments()
  const readOnly = { hookData: {}, appHookData: app.appHookData, invocationContext: context }

  const before = hookContext(readOnly, { inputs, functionCallback: registered.callback })
  await during('preInvocationHooks', () => runHooks(app, 'preInvocation', before))

  const outcome: { inputs: unknown[]; result: unknown; error: unknown } = {
    inputs: before.inputs,
    result: null,
    error: null,
  }
  const after = hookContext(readOnly, outcome)
  await during('invocation', async () => {
    try {
      after.result = await invocation.invokeFunction(context, before.inputs, before.functionCallback)
    } catch (error) {
      after.error = error
    }
  })
  await during('postInvocationHooks', () => runHooks(app, 'postInvocation', after))

  if (after.error !== null && after.error !== undefined) throw after.error
  return invocation.getResponse(context, after.result)
}

/** Runs the hooks of one kind in order. Rejects with the first error; later hooks do not run. */
export async function runHooks(app: App, name: HookName, context: unknown): Promise<void> {
  const hooks: HookCallback[] = [...app.hooks[name]]
  for (const hook of hooks) await hook(context)
}

/** Creates the context of a hook. A hook may replace the values of `writable`, not those of `readOnly`. */
export function hookContext<ReadOnly extends object, Writable extends object>(
  readOnly: ReadOnly,
  writable: Writable,
): Readonly<ReadOnly> & Writable {
  const context = { ...writable }
  for (const [name, value] of Object.entries(readOnly))
    Object.defineProperty(context, name, {
      enumerable: true,
      get: () => value,
      set() {
        throw systemError(new Error(`Cannot assign to read only property '${name}'`))
      },
    })
  return context as Readonly<ReadOnly> & Writable
}
