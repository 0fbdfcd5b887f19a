import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

const usual = /^(?:(\d+)\.)?([01]?\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,3})\d*)?$/
const daysFirst = /^(2[4-9]|[3-9]\d|\d{3,}):([01]\d|2[0-3]):([0-5]\d)$/

/**
 * Converts `hh:mm:ss` or `d.hh:mm:ss` to milliseconds. As in .NET, more than 23 hours are days: `24:00:00` is 24 days
 * (`TimeSpan.Parse`). Throws for other texts.
 */
export function parseTimeSpan(text: string): number {
  const parts = usual.exec(text)?.slice(1) ?? daysFirst.exec(text)?.slice(1).concat('0')
  if (!parts) throw new Error(`"${text}" is no time span: write hh:mm:ss`)
  const [days, hours, minutes, seconds] = parts.map((part) => Number(part ?? '0')) as [number, number, number, number]
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + Number((parts[4] ?? '0').padEnd(3, '0'))
}

/** Converts milliseconds to `hh:mm:ss`, from a day on to `d.hh:mm:ss`. */
export function formatTimeSpan(ms: number): string {
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0')
  const days = Math.floor(ms / 86_400_000)
  return `${days > 0 ? `${days}.` : ''}${two((ms / 3_600_000) % 24)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}`
}

const readAs = (parse: (text: string) => number) =>
  z.string().transform((text, context) => {
    try {
      return parse(text)
    } catch (error) {
      context.addIssue((error as Error).message)
      return z.NEVER
    }
  })
const timeSpan = readAs(parseTimeSpan)
const timeout = readAs((text) => (text === '-1' ? Infinity : parseTimeSpan(text)))

const serviceBus = z.strictObject({
  prefetchCount: z.int().min(0).default(0),
  autoCompleteMessages: z.boolean().default(true),
  maxAutoLockRenewalDuration: timeSpan.default(300_000),
  maxConcurrentCalls: z.int().min(1).default(16),
})
const http = z.strictObject({ routePrefix: z.string().default('api') })
const logLevel = z.record(
  z.string(),
  z.string().transform((level) => level.toLowerCase()),
)

const telemetryMode = z.string().refine((mode) => /^(opentelemetry|default)$/i.test(mode), {
  error: ({ input }) => `"${String(input)}" is neither OpenTelemetry nor default`,
})

const hostJson = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal('2.0'),
  /** Where Azure sends telemetry. This host sends none. */
  telemetryMode: telemetryMode.optional(),
  // -1: no timeout; the default is that of all plans except Consumption
  functionTimeout: timeout.default(1_800_000),
  logging: z.looseObject({ logLevel: logLevel.default({}) }).default({ logLevel: {} }),
  extensionBundle: z.object({ id: z.string(), version: z.string() }).optional(),
  extensions: z.strictObject({ http: http.prefault({}), serviceBus: serviceBus.prefault({}) }).prefault({}),
})

export type HostJson = z.output<typeof hostJson>
export type ServiceBusSettings = HostJson['extensions']['serviceBus']

/** Reads `host.json`. Throws one error with all problems; an unsupported setting is one too. */
export function readHostJson(root: string): HostJson {
  let text: string
  try {
    text = readFileSync(join(root, 'host.json'), 'utf8')
  } catch {
    throw new Error(`no host.json in ${root}`)
  }
  return parseHostJson(text)
}

export function parseHostJson(text: string): HostJson {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new Error(`host.json is not valid JSON: ${(error as Error).message}`, { cause: error })
  }
  const result = hostJson.safeParse(json)
  if (result.success) return result.data
  const problems = result.error.issues.flatMap((issue) => {
    const at = issue.path.join('.')
    if (issue.code !== 'unrecognized_keys') return [`${at}: ${issue.message}`]
    return issue.keys.map((key) => `${at ? `${at}.` : ''}${key} is not supported by the local host`)
  })
  throw new Error(`host.json: ${problems.join('; ')}`)
}
