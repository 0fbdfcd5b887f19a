import { readFileSync } from 'node:fs'
import * as z from 'zod'

const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** Parses an ISO 8601 duration to milliseconds and checks its range. */
function duration(min: number, max: number, range: string) {
  return z.string().transform((text, context) => {
    const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text)
    const [days, hours, minutes, seconds] = (parts ?? []).slice(1).map((part) => Number(part ?? 0))
    const ms = (days ?? 0) * 24 * hour + (hours ?? 0) * hour + (minutes ?? 0) * minute + (seconds ?? 0) * second
    if (!parts || ms < min || ms > max) context.addIssue(`must be an ISO 8601 duration of ${range}, not '${text}'`)
    return ms
  })
}

function mustBeEmpty(feature: string) {
  return z.string().max(0, `the local broker does not support ${feature}`).optional()
}

/**
 * Ranges and defaults of Microsoft's emulator (its Config-schema.json), so that one config works with both. The emulator knows
 * neither `EnablePartitioning` nor `Status`.
 */
const queueProperties = z.strictObject({
  LockDuration: duration(5 * second, 5 * minute, 'PT5S to PT5M').default(minute),
  MaxDeliveryCount: z.int().min(1).max(10).default(3),
  DefaultMessageTimeToLive: duration(5 * minute, hour, 'PT5M to PT1H').default(hour),
  DeadLetteringOnMessageExpiration: z.boolean().default(false),
  RequiresSession: z.boolean().default(false),
  RequiresDuplicateDetection: z.boolean().default(false),
  DuplicateDetectionHistoryTimeWindow: duration(5 * second, 5 * minute, 'PT5S to PT5M').optional(),
  EnablePartitioning: z.boolean().default(false),
  Status: z.enum(['Active', 'Disabled', 'SendDisabled', 'ReceiveDisabled']).default('Active'),
  ForwardTo: mustBeEmpty('forwarding (ForwardTo)'),
  ForwardDeadLetteredMessagesTo: mustBeEmpty('forwarding of dead letters (ForwardDeadLetteredMessagesTo)'),
})

const queue = z.strictObject({
  Name: z
    .string()
    .min(1)
    .max(260)
    .regex(/^[A-Za-z0-9]([\w./-]*[A-Za-z0-9_])?$/, 'is not a queue name'),
  Properties: queueProperties.prefault({}),
})

const namespace = z.strictObject({
  Name: z.string().regex(/^sbemulatorns$/, "must be 'sbemulatorns'"),
  Queues: z.array(queue).max(50).default([]),
  Topics: z.array(z.unknown()).max(0, 'the local broker does not support topics (Topics)').optional(),
})

const schema = z.strictObject({
  UserConfig: z.strictObject({
    Namespaces: z.array(namespace).length(1, 'must hold exactly one namespace'),
    Logging: z.strictObject({
      Type: z.string().regex(/^(File|Console)(,(File|Console))?$/, 'must be File or Console'),
    }),
  }),
})

/** The content of a `Config.json` of Microsoft's emulator. */
export type EmulatorConfig = z.input<typeof schema>

/** What a queue lets clients do: both, nothing, or one of the two. */
export type QueueStatus = z.output<typeof queueProperties>['Status']

/** The settings of one queue; durations in milliseconds. */
export interface QueueSettings {
  name: string
  lockDuration: number
  maxDeliveryCount: number
  timeToLive: number
  deadLetterOnExpiration: boolean
}

/** All that is told of a queue. One that is partitioned or needs what this broker does not support is told of, and never opened. */
export interface QueueDescription extends QueueSettings {
  requiresSession: boolean
  requiresDuplicateDetection: boolean
  enablePartitioning: boolean
  status: QueueStatus
}

/** Reads a config from a path or an object. Throws one error that lists every problem. */
export function readConfig(config: string | EmulatorConfig): QueueDescription[] {
  const from = typeof config === 'string' ? config : 'the config'
  const parsed = schema.safeParse(typeof config === 'string' ? parseFile(config) : config)
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`The broker cannot use ${from}:\n${problems.join('\n')}`)
  }
  const settings = parsed.data.UserConfig.Namespaces.flatMap(({ Queues }) => Queues).map(({ Name, Properties }) => ({
    name: Name,
    lockDuration: Properties.LockDuration,
    maxDeliveryCount: Properties.MaxDeliveryCount,
    timeToLive: Properties.DefaultMessageTimeToLive,
    deadLetterOnExpiration: Properties.DeadLetteringOnMessageExpiration,
    requiresSession: Properties.RequiresSession,
    requiresDuplicateDetection: Properties.RequiresDuplicateDetection,
    enablePartitioning: Properties.EnablePartitioning,
    status: Properties.Status,
  }))
  const names = settings.map(({ name }) => name.toLowerCase())
  const duplicate = names.find((name, at) => names.indexOf(name) !== at)
  if (duplicate) throw new Error(`The broker cannot use ${from}: the queue '${duplicate}' is defined twice`)
  return settings
}

function parseFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new Error(`The broker cannot read its config ${path}: ${(error as Error).message}`, { cause: error })
  }
}
