import * as z from 'zod'
import { Envelope } from './envelope'
import type { Fault, Faults } from './faults'
import type { TelemetryStore } from './store'

export interface Answer {
  status: number
  body: unknown
  headers?: Record<string, string>
}

interface ItemError {
  index: number
  statusCode: number
  message: string
}

export interface Ingestion {
  instrumentationKey: string
  store: TelemetryStore
  faults: Faults
  /** Where it is reached itself. */
  origin: string
  /** Told of everything that is not known here. */
  onUnknown(what: string): void
}

/** Takes the items of one request, as `POST /v2.1/track` does: all, some, or none with the reason. */
export function track(text: string, ingestion: Ingestion): Answer {
  const items = itemsOf(text)
  if (!items) {
    ingestion.onUnknown('a request with telemetry that is no JSON')
    return refuse(400, 0, 'The body is neither a JSON array nor JSON lines')
  }
  const fault = ingestion.faults.take()
  if (fault && fault.status !== 206) return faulty(fault, items.length, ingestion.origin)
  const errors: ItemError[] = []
  const accepted: Envelope[] = []
  for (const [index, item] of items.entries()) {
    const problem = problemOf(item, index, fault, ingestion)
    if (problem) errors.push({ index, ...problem })
    else accepted.push(item as Envelope)
  }
  ingestion.store.add(accepted)
  const status = errors.length === 0 ? 200 : accepted.length > 0 ? 206 : (errors[0]?.statusCode ?? 400)
  const body = { itemsReceived: items.length, itemsAccepted: accepted.length, errors }
  return { status: fault ? 206 : status, body, ...(fault && { headers: retryAfter(fault) }) }
}

/** An answer that takes nothing. */
export function refuse(
  status: number,
  received: number,
  message: string,
  headers: Record<string, string> = {},
): Answer {
  const errors = [{ index: 0, statusCode: status, message }]
  return { status, body: { itemsReceived: received, itemsAccepted: 0, errors }, headers }
}

function problemOf(
  item: unknown,
  index: number,
  fault: Fault | undefined,
  { instrumentationKey, onUnknown }: Ingestion,
): Omit<ItemError, 'index'> | null {
  if (fault && index < (fault.refused ?? 1)) return { statusCode: fault.itemStatus, message: 'Refused as asked for' }
  const read = Envelope.safeParse(item)
  if (!read.success) {
    onUnknown(`an item of telemetry: ${z.prettifyError(read.error)}`)
    return { statusCode: 400, message: 'The item is none that is known' }
  }
  if (read.data.iKey !== instrumentationKey) return { statusCode: 400, message: 'Invalid instrumentation key' }
  return null
}

function faulty(fault: Fault, received: number, origin: string): Answer {
  const { status, location = `${origin}/v2.1/track` } = fault
  if (status === 307 || status === 308) return { status, body: '', headers: { Location: location } }
  return refuse(status, received, 'Refused as asked for', retryAfter(fault))
}

const retryAfter = ({ retryAfter: seconds }: Fault): Record<string, string> =>
  seconds === undefined ? {} : { 'Retry-After': String(seconds) }

/** The items of a body: an array, one object, or one object a line; null for anything else. */
function itemsOf(text: string): unknown[] | null {
  const whole = json(text)
  if (whole !== undefined) return Array.isArray(whole) ? whole : [whole]
  const lines = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(json)
  return lines.length > 0 && lines.every((line) => line !== undefined) ? lines : null
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
