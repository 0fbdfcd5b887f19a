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
 * Runs one invocation in the order of the real worker (`src/eventHandlers/InvocationHandler.ts`): arguments, hooks before,
 * function, hooks after, response. Rejects with what the function threw, unless a hook took the error away.
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
  const fixed = { hookData: {}, appHookData: app.appHookData, invocationContext: context }

  const before = hookContext(fixed, { inputs, functionCallback: registered.callback })
  await during('preInvocationHooks', () => runHooks(app, 'preInvocation', before))

  const outcome: { inputs: unknown[]; result: unknown; error: unknown } = {
    inputs: before.inputs,
    result: null,
    error: null,
  }
  const after = hookContext(fixed, outcome)
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

/** Runs the hooks of one kind one after the other; the first that throws ends it. */
export async function runHooks(app: App, name: HookName, context: unknown): Promise<void> {
  const hooks: HookCallback[] = [...app.hooks[name]]
  for (const hook of hooks) await hook(context)
}

/** A hook's context: `fixed` can be read only, `open` can be replaced by the hook. */
export function hookContext<Fixed extends object, Open extends object>(
  fixed: Fixed,
  open: Open,
): Readonly<Fixed> & Open {
  const context = { ...open }
  for (const [name, value] of Object.entries(fixed))
    Object.defineProperty(context, name, {
      enumerable: true,
      get: () => value,
      set() {
        throw systemError(new Error(`Cannot assign to read only property '${name}'`))
      },
    })
  return context as Readonly<Fixed> & Open
}
