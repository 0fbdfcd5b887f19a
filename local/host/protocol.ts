/**
 * The messages between host and worker, with the types of `@azure/functions-core` in them. The names are those of the
 * real worker's gRPC contract, because the library reads them.
 */
export interface TypedData {
  string?: string
  json?: string
  bytes?: Uint8Array
  stream?: Uint8Array
  http?: HttpData
  int?: number
  double?: number
  collectionString?: { string: string[] }
  collectionBytes?: { bytes: Uint8Array[] }
  collectionDouble?: { double: number[] }
}

export interface Nullable<T> {
  value?: T | null
}

export interface HttpCookie {
  name?: string
  value?: string
  domain?: Nullable<string>
  path?: Nullable<string>
  expires?: Nullable<{ seconds: number }>
  secure?: Nullable<boolean>
  httpOnly?: Nullable<boolean>
  sameSite?: 'none' | 'lax' | 'strict' | 'explicitNone'
  maxAge?: Nullable<number>
}

export interface HttpData {
  url?: string
  method?: string
  nullableHeaders?: Record<string, Nullable<string>>
  nullableQuery?: Record<string, Nullable<string>>
  nullableParams?: Record<string, Nullable<string>>
  body?: TypedData | null
  statusCode?: string
  headers?: Record<string, string>
  cookies?: HttpCookie[]
}

export interface NamedData {
  name: string
  data: TypedData
}

/** W3C Trace Context of an invocation. */
export interface TraceContext {
  traceParent: string
  traceState: string
  attributes: Record<string, string>
}

export interface InvocationRequest {
  invocationId: string
  functionId: string
  inputData: NamedData[]
  triggerMetadata: Record<string, TypedData>
  traceContext: TraceContext
}

export interface InvocationResponse {
  returnValue?: TypedData | null
  outputData?: NamedData[]
}

export interface BindingInfo {
  name?: string
  type: string
  direction: 'in' | 'out' | 'inout'
  [option: string]: unknown
}

/** What the library registers for one function. */
export interface FunctionMetadata {
  name: string
  functionId?: string
  bindings: Record<string, BindingInfo>
  retryOptions?: unknown
}

export type LogLevel = 'trace' | 'debug' | 'information' | 'warning' | 'error' | 'critical' | 'none'
export type LogCategory = 'user' | 'system' | 'customMetric'

export interface Failure {
  message: string
  stack?: string
}

export type ToWorker = { kind: 'invoke'; request: InvocationRequest } | { kind: 'stop' }

export type FromWorker =
  | { kind: 'ready'; functions: FunctionMetadata[] }
  | { kind: 'failed'; message: string }
  | { kind: 'log'; level: LogLevel; category: LogCategory; function?: string; text: string }
  | { kind: 'done'; invocationId: string; response: InvocationResponse }
  | { kind: 'threw'; invocationId: string; failure: Failure }
  | { kind: 'stopped' }

/** Converts any thrown value to an object that can be sent to another process. */
export function toFailure(thrown: unknown): Failure {
  if (!(thrown instanceof Error)) return { message: String(thrown) }
  return thrown.stack === undefined ? { message: thrown.message } : { message: thrown.message, stack: thrown.stack }
}
