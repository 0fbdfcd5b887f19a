import { resolveNames, type Settings } from './app-settings'
import type { BindingInfo, FunctionMetadata } from './protocol'

export interface HttpTrigger {
  kind: 'http'
  route: string
  methods: string[]
  authLevel: 'anonymous' | 'function' | 'admin'
}

export interface QueueTrigger {
  kind: 'queue'
  queue: string
  connection: string | undefined
  /** Undefined: the value of host.json. */
  autoComplete: boolean | undefined
}

export interface TimerTrigger {
  kind: 'timer'
  schedule: string
  runOnStartup: boolean
  useMonitor: boolean
}

export interface QueueOutput {
  /** Binding name: `$return`, or the name of an extra output. */
  name: string
  queue: string
  connection: string | undefined
}

interface FunctionWith<Trigger> {
  id: string
  name: string
  /** Name of the trigger binding, which is also the name of the input. */
  input: string
  trigger: Trigger
  outputs: QueueOutput[]
}

export type HttpFunction = FunctionWith<HttpTrigger>
export type QueueFunction = FunctionWith<QueueTrigger>
export type TimerFunction = FunctionWith<TimerTrigger>
export type HostedFunction = HttpFunction | QueueFunction | TimerFunction

/**
 * Reads the trigger and outputs of a registered function. Throws for everything this host does not support, because
 * ignoring it would cause different behaviour on Azure.
 */
export function describeFunction(metadata: FunctionMetadata, settings: Settings): HostedFunction {
  const { name } = metadata
  const user = `function ${name}`
  const bindings = Object.entries(metadata.bindings)
  const [trigger, more] = bindings.filter(([, binding]) => /trigger$/i.test(binding.type))
  if (!trigger || more) throw new Error(`${user} must have exactly one trigger`)
  const [input, binding] = trigger
  const outputs = bindings
    .filter(([, other]) => other !== binding && !(binding.type === 'httpTrigger' && other.type === 'http'))
    .map(([name, other]) => describeOutput(name, other, settings, user))
  const described = { id: metadata.functionId ?? name, name, input, outputs }
  if (metadata.retryOptions && binding.type !== 'serviceBusTrigger')
    throw new Error(`${user}: a retry policy is not supported by the local host`)
  switch (binding.type) {
    case 'httpTrigger':
      return { ...described, trigger: describeHttp(binding, name, settings, user) }
    case 'serviceBusTrigger':
      return { ...described, trigger: describeQueue(binding, settings, user) }
    case 'timerTrigger':
      return { ...described, trigger: describeTimer(binding, settings, user) }
    default:
      throw new Error(`${user}: the trigger ${binding.type} is not supported by the local host`)
  }
}

function describeHttp(binding: BindingInfo, name: string, settings: Settings, user: string): HttpTrigger {
  const authLevel = textOf(binding.authLevel, 'function').toLowerCase()
  if (authLevel !== 'anonymous' && authLevel !== 'function' && authLevel !== 'admin')
    throw new Error(`${user}: the authLevel ${authLevel} is not supported by the local host`)
  const methods = ((binding.methods as string[] | undefined) ?? []).map((method) => method.toUpperCase())
  const route = resolveNames(textOf(binding.route, name), settings, user)
  return { kind: 'http', route, methods, authLevel }
}

function describeQueue(binding: BindingInfo, settings: Settings, user: string): QueueTrigger {
  const { queueName, connection, autoCompleteMessages, properties } = binding
  const refused = {
    topicName: binding.topicName !== undefined,
    isSessionsEnabled: binding.isSessionsEnabled === true,
    'cardinality: many': binding.cardinality === 'many',
    sdkBinding:
      binding.sdkBinding === true ||
      (properties as Record<string, unknown> | undefined)?.supportsDeferredBinding === 'true',
  }
  for (const [what, used] of Object.entries(refused))
    if (used) throw new Error(`${user}: ${what} of a Service Bus trigger is not supported by the local host`)
  if (typeof queueName !== 'string') throw new Error(`${user} has no queueName`)
  return {
    kind: 'queue',
    queue: resolveNames(queueName, settings, user),
    connection: connection as string | undefined,
    autoComplete: autoCompleteMessages as boolean | undefined,
  }
}

function describeTimer(binding: BindingInfo, settings: Settings, user: string): TimerTrigger {
  return {
    kind: 'timer',
    schedule: resolveNames(textOf(binding.schedule, ''), settings, user),
    runOnStartup: binding.runOnStartup === true,
    useMonitor: binding.useMonitor !== false,
  }
}

function describeOutput(name: string, binding: BindingInfo, settings: Settings, user: string): QueueOutput {
  const { type, direction, queueName, connection } = binding
  if (type !== 'serviceBus' || direction !== 'out' || typeof queueName !== 'string')
    throw new Error(`${user}: the binding ${type} (${direction}) is not supported by the local host`)
  return { name, queue: resolveNames(queueName, settings, user), connection: connection as string | undefined }
}

function textOf(option: unknown, fallback: string): string {
  return typeof option === 'string' ? option : fallback
}
