/** Writes one event: a static name and its fields, none of them secret. */
export type Log = (event: string, fields: Record<string, unknown>) => void

/** One JSON object a line, for whatever reads the host's log. */
export function createLog(write: (line: string) => void): Log {
  return (event, fields) => write(JSON.stringify({ event, timestamp: new Date().toISOString(), ...fields }))
}
