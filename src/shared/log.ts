/** Writes one event: a constant name, and fields without secrets. */
export type Log = (event: string, fields: Record<string, unknown>) => void

/** Makes a log that writes one JSON object per line. */
export function createLog(write: (line: string) => void): Log {
  return (event, fields) => write(JSON.stringify({ event, timestamp: new Date().toISOString(), ...fields }))
}
