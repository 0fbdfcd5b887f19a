import type { LogCategory, LogLevel } from './protocol'

export interface LogEntry {
  level: LogLevel
  /** The name of a function, `host`, or `app` for the worker's console. */
  source: string
  category: LogCategory | 'host' | 'console'
  text: string
}

export type Log = (entry: LogEntry) => void

const levels: LogLevel[] = ['trace', 'debug', 'information', 'warning', 'error', 'critical', 'none']

interface LogOptions {
  format: 'text' | 'json'
  /** `logging.logLevel` of host.json: category or its prefix → level; `default` for all others. */
  thresholds: Record<string, string>
  write: (line: string) => void
  now: () => number
}

/**
 * Creates a log that writes lines: `text` for people, `json` for programs. With `json`, the app's output is unchanged and
 * the host writes JSON objects. Console output of the worker is never filtered, as on Azure.
 */
export function createLog({ format, thresholds, write, now }: LogOptions): Log {
  return (entry) => {
    if (entry.category === 'customMetric') return
    if (entry.category !== 'console' && below(entry.level, threshold(entry, thresholds))) return
    if (format === 'text') return formatForPeople(entry, new Date(now())).forEach(write)
    if (entry.category === 'user' || entry.category === 'console') return write(entry.text)
    const { level, source, text } = entry
    write(JSON.stringify({ timestamp: new Date(now()).toISOString(), level, source, message: text }))
  }
}

/** Returns a function that logs messages of the host itself. */
export function hostLog(log: Log) {
  return (text: string, level: LogLevel = 'information') => log({ level, source: 'host', category: 'host', text })
}

function below(level: LogLevel, minimum: string): boolean {
  return levels.indexOf(level) < levels.indexOf(minimum as LogLevel)
}

/** Returns the minimum level for an entry: that of the longest matching prefix, else `warning` for system messages. */
function threshold({ source, category }: LogEntry, thresholds: Record<string, string>): string {
  const name = category === 'user' ? `Function.${source}.User` : category === 'system' ? `Worker.${source}` : 'Host'
  const known = Object.entries(thresholds).filter(([prefix]) => name === prefix || name.startsWith(`${prefix}.`))
  const best = known.sort(([a], [b]) => b.length - a.length)[0]
  if (best) return best[1]
  return category === 'system' ? 'warning' : (thresholds.default ?? 'information')
}

/** Formats an entry for people: time, source, level from `warning` on, text. */
function formatForPeople({ level, source, text }: LogEntry, at: Date): string[] {
  const time = at.toISOString().slice(11, 19)
  const event = readableEvent(text)
  const label = event === undefined && ['warning', 'error', 'critical'].includes(level) ? `${level}  ` : ''
  const [first = '', ...rest] = (event ?? text).split('\n')
  return [`${time} ${source}  ${label}${first}`, ...rest.map((line) => `${' '.repeat(9)}${line}`)]
}

/** Converts `{"event":"job_start","tenantId":"t"}` to `job_start tenantId=t`; undefined for other texts. */
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
