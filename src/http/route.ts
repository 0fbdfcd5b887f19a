import type * as z from 'zod'
import type { Caller } from '../access/caller'
import type { Entry } from '../access/enter'
import type { CapabilityName } from '../shared/capabilities'
import type { ErrorCode } from '../shared/error-codes'
import type { RunId } from '../shared/ids'
import type { Answer } from './problem'
import type { BodySource } from './read-body'

type NamesIn<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never

/** The ids in a path, checked: `tenantId` is an `external_id` or the app's key. */
export type Params<Path extends string> = { [Name in NamesIn<Path>]: Name extends 'runId' ? RunId : string }

/** The parts of an HTTP request that a route is given. */
export interface RawRequest extends BodySource {
  params: Record<string, string | undefined>
  query: Iterable<[string, string]>
  url: string
  headers: { get(name: string): string | null }
}

/** A request whose parts have been checked by the schemas of its route. */
export interface ParsedRequest<Path extends string, Query extends z.ZodObject, Body extends z.ZodObject> {
  params: Params<Path>
  query: z.output<Query>
  body: z.output<Body>
  url: string
  headers: { get(name: string): string | null }
}

/** What a route answers when all is well. */
interface GoodAnswer {
  description: string
  /** Absent: no body. */
  schema?: z.ZodType
  /** Absent: JSON. */
  mediaType?: 'text/html' | 'application/x-ndjson'
  /** Headers that it may have, and what they say. */
  headers?: Readonly<Record<string, string>>
}

interface AnyRoute {
  /** The function's name, and the operation's id in the OpenAPI document: without hyphens, because a function with one cannot be disabled on Linux. */
  name: string
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Below `/api/`. */
  path: string
  tag:
    | 'Runs'
    | 'Settings'
    | 'Tenants'
    | 'Grants'
    | 'Schedules'
    | 'Notifications'
    | 'Audit'
    | 'Operations'
    | 'Health'
    | 'Document'
  /** What it is for, in one sentence. */
  summary: string
  /** By status. */
  answers: Readonly<Record<number, GoodAnswer>>
  /** What it refuses, beside what any route of its kind does. */
  problems?: readonly ErrorCode[]
  /** True: it creates something, and a repeated `Idempotency-Key` gets the first answer. */
  creates?: true
  /** A body that is accepted and the answer to it, for the documents. */
  example: { body?: Record<string, unknown>; answer: unknown }
}

/** A route of those who have a grant. */
interface GrantedRoute<Api, Path extends string, Query extends z.ZodObject, Body extends z.ZodObject> extends AnyRoute {
  path: Path
  /** What the grant must allow, where the path leads to. */
  needs: CapabilityName
  query?: Query
  body?: Body
  /** Bytes that a body may have, at most 1 MiB. Absent: 16 KiB. */
  bodyLimit?: number
  handle(request: ParsedRequest<Path, Query, Body>, api: Api, entry: Entry): Promise<Answer>
}

/** A route of those who operate the whole system: it needs the app role `Operations`, and no grant. */
interface OperationsRoute<Api, Query extends z.ZodObject> extends AnyRoute {
  needs: 'Operations'
  query?: Query
  handle(request: ParsedRequest<string, Query, NoParts>, api: Api, caller: Caller): Promise<Answer>
}

/** A route for everybody; it tells nothing of tenants. */
interface OpenRoute<Api> extends AnyRoute {
  needs: null
  handle(request: RawRequest, api: Api): Promise<Answer>
}

/** What documents say of a route: all but how it answers. */
export interface RouteDescription extends AnyRoute {
  needs: CapabilityName | 'Operations' | null
  query?: z.ZodObject
  body?: z.ZodObject
}

// oxlint-disable-next-line typescript/no-generated-empty-object-type -- a route without parts has none
type NoParts = z.ZodObject<Record<never, never>>

/** Any route, whose parts are no longer told apart by the compiler. */
export type Route<Api> =
  GrantedRoute<Api, string, z.ZodObject, z.ZodObject> | OperationsRoute<Api, z.ZodObject> | OpenRoute<Api>

/** Types a route by its own path and schemas. */
export const granted = <
  Api,
  Path extends string,
  Query extends z.ZodObject = NoParts,
  Body extends z.ZodObject = NoParts,
>(
  route: GrantedRoute<Api, Path, Query, Body>,
): Route<Api> => route

export const forOperations = <Api, Query extends z.ZodObject = NoParts>(
  route: Omit<OperationsRoute<Api, Query>, 'needs'>,
): Route<Api> => ({ ...route, needs: 'Operations' }) as unknown as Route<Api>

export const forEverybody = <Api>(route: Omit<OpenRoute<Api>, 'needs'>): Route<Api> => ({ ...route, needs: null })
