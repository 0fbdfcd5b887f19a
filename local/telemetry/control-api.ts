import type { Answer } from './ingestion'
import type { FaultRequest, Faults } from './faults'
import type { TelemetryStore } from './store'
import { type TableName, tables } from './tables'
import { describeRun } from './traces/describe-run'

export interface Controlled {
  store: TelemetryStore
  faults: Faults
  /** What came and is not known here. */
  unknown: string[]
}

/** Handles `/_telemetry/…`: rows, faults, what was not known, and a run as text, null where nothing of it is here. An invalid call is 400 with a message. */
export function controlApi(method: string, path: string[], text: string, controlled: Controlled): Answer {
  try {
    return { status: 200, body: serve(method, path, text, controlled) }
  } catch (error) {
    return { status: 400, body: { error: (error as Error).message } }
  }
}

function serve(method: string, [what, name = '']: string[], text: string, { store, faults, unknown }: Controlled) {
  switch (`${method} ${what}`) {
    case 'GET rows':
      return store.rows(tableNamed(name))
    case 'DELETE rows':
      store.clear()
      return []
    case 'GET envelopes':
      return store.envelopes()
    case 'GET unknown':
      return unknown
    case 'GET faults':
      return faults.list()
    case 'POST faults':
      faults.add(JSON.parse(text) as FaultRequest)
      return faults.list()
    case 'DELETE faults':
      faults.clear()
      return []
    case 'GET runs':
      return { lines: describeRun(store, name) }
  }
  throw new Error(`there is no ${method} /_telemetry/${what ?? ''}`)
}

function tableNamed(name: string): TableName {
  if (!Object.hasOwn(tables, name))
    throw new Error(`there is no table ${name}: ask for ${Object.keys(tables).join(', ')}`)
  return name as TableName
}
