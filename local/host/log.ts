import type { LogCategory, LogLevel } from './protocol'

export interface LogEntry {
  level: LogLevel
  /** The function that speaks, `host`, or `app` for the worker's console. */
  source: string
  category: LogCategory | 'host' | 'console'
  text: string
}

export type Log = (entry: LogEntry) => void

const levels: LogLevel[] = ['trace', 'debug', 'information', 'warning', 'error', 'critical', 'none']

interface LogOptions {
  format: 'text' | 'json'
  /** `logging.logLevel` of host.json: category or prefix of one → level; `default` for the rest. */
  thresholds: Record<string, string>
  write: (line: string) => void
  now: () => number
}

/**
 * Writes entries as lines: `text` for people, `json` for programs. In `json` the app's own output passes as it is and
 * the host's lines are JSON objects. Console output of the worker is never filtered, as on Azure.
 */
export function createLog({ format, thresholds, write, now }: LogOptions): Log {
  return (entry) => {
    if (entry.category === 'customMetric') return
    if (entry.category !== 'console' && below(entry.level, threshold(entry, thresholds))) return
    if (format === 'text') return readable(entry, new Date(now())).forEach(write)
    if (entry.category === 'user' || entry.category === 'console') return write(entry.text)
    const { level, source, text } = entry
    write(JSON.stringify({ timestamp: new Date(now()).toISOString(), level, source, message: text }))
  }
}

/** The host's own voice. */
export function hostLog(log: Log) {
  return (text: string, level: LogLevel = 'information') => log({ level, source: 'host', category: 'host', text })
}

function below(level: LogLevel, least: string): boolean {
  return levels.indexOf(level) < levels.indexOf(least as LogLevel)
}

/** The level of the longest category prefix; the worker's and the library's own words only from `warning` on. */
function threshold({ source, category }: LogEntry, thresholds: Record<string, string>): string {
  const name = category === 'user' ? `Function.${source}.User` : category === 'system' ? `Worker.${source}` : 'Host'
  const known = Object.entries(thresholds).filter(([prefix]) => name === prefix || name.startsWith(`${prefix}.`))
  const best = known.sort(([a], [b]) => b.length - a.length)[0]
  if (best) return best[1]
  return category === 'system' ? 'warning' : (thresholds.default ?? 'information')
}

/** The lines of an entry for a person: time, source, level if it is worth a look, text. */
function readable({ level, source, text }: LogEntry, at: Date): string[] {
  const time = at.toISOString().slice(11, 19)
  const event = readableEvent(text)
  const mark = event === undefined && ['warning', 'error', 'critical'].includes(level) ? `${level}  ` : ''
  const [first = '', ...rest] = (event ?? text).split('\n')
  return [`${time} ${source}  ${mark}${first}`, ...rest.map((line) => `${' '.repeat(9)}${line}`)]
}

/** `{"event":"job_start","tenantId":"t"}` as `job_start tenantId=t`; anything else is undefined. */
export function readableEvent(text: string): string | undefined {
  if (!text.startsWith('{')) return undefined
  try {
    const { event, timestamp: _, ...rest } = JSON.parse(text) as Record<string, unknown>
    if (typeof event !== 'string') return undefined
    const fields = Object.entries(rest).map(([name, value]) => `${name}=${plain(value)}`)
    return [event, ...fields].join(' ')
  } catch {
    return undefined
  }
}

function plain(value: unknown): string {
  return typeof value === 'string' && /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value)
}
