import * as z from 'zod'
import type { Entry } from '../../access/enter'
import type { createSchedules } from '../../runs/api/schedules'
import { type OperationRecord, requestShape } from '../../shared/operation-record'
import { listOf, Schedule } from '../answers'
import { examples } from '../examples'
import { invalidRequest } from '../invalid-request'
import { oneOf } from '../parameters'
import { granted, type Route } from '../route'

/** What the routes of schedules call. */
export type SchedulesApi = ReturnType<typeof createSchedules>

const wholeNumber = (from: number, to: number) => {
  const wrong = `must be a whole number from ${from} to ${to}`
  return z.int(wrong).min(from, wrong).max(to, wrong)
}

const one = '(?:\\d{1,2}|[a-z]{3})'
const field = `(?:\\*|${one}(?:-${one})?)(?:/\\d{1,2})?`
const fields = `${field}(?:,${field})*`
/** Five plain fields. What the library knows beside them (`L`, `W`, `#`, `+`, nicknames, dates) can keep it busy for a tenth of a second. */
const cronForm = new RegExp(`^${fields}(?: +${fields}){4}$`, 'i')

/** What a request says of a schedule of one of these operations. */
const scheduleBody = (operations: readonly string[]) =>
  z
    .strictObject({
      operation: oneOf(operations).describe('What is started. A tenant has one schedule for each operation.'),
      everyMinutes: wholeNumber(1, 527_040).optional().describe('Starts every so many minutes from now on.'),
      cron: z
        .string('must be a text')
        .max(100, 'must have at most 100 characters')
        .regex(cronForm, 'must be five fields of numbers, names of three letters, *, "-", "/" and ","')
        .optional()
        .describe('Five fields: minute, hour, day of the month, month, day of the week. Instead of `everyMinutes`.'),
      timeZone: z
        .string('must be a text')
        .min(1, 'must not be empty')
        .max(100, 'must have at most 100 characters')
        .optional()
        .describe('Of `cron`: a name like `Europe/Berlin`; UTC if absent.'),
      jitterMinutes: wholeNumber(0, 720)
        .default(0)
        .describe(
          'Each start is late by a part of this, so that not all tenants start at the full hour. Less than the time between two starts.',
        ),
      paused: z.boolean('must be true or false').default(false),
      input: z
        .looseObject({}, 'must be an object')
        .default({})
        .describe('The input of the operation, as a start takes it.'),
    })
    .refine(({ everyMinutes, cron }) => (everyMinutes === undefined) !== (cron === undefined), {
      path: ['everyMinutes'],
      error: 'either this or cron',
    })
    .refine(({ cron, timeZone }) => timeZone === undefined || cron !== undefined, {
      path: ['timeZone'],
      error: 'belongs to cron',
    })

type Body = z.output<ReturnType<typeof scheduleBody>>

/** The routes of schedules, for the operations that a request can start. */
export function scheduleRoutes(records: readonly OperationRecord[]): Route<SchedulesApi>[] {
  const startable = new Map(records.flatMap((record) => (record.http && record.lane ? [[record.name, record]] : [])))
  return [
    granted({
      name: 'listSchedules',
      method: 'GET',
      path: 'tenants/{tenantId}/schedules',
      tag: 'Schedules',
      summary: 'Lists the schedules of a tenant, with their next times.',
      needs: 'schedules.read',
      answers: { 200: { description: 'Schedules, by operation.', schema: listOf(Schedule) } },
      example: { answer: { items: [examples.schedule] } },
      handle: async ({ params }, api: SchedulesApi, entry: Entry) => ({
        status: 200,
        jsonBody: { items: await api.listSchedules(entry, params.tenantId) },
      }),
    }),
    granted({
      name: 'setSchedule',
      method: 'POST',
      path: 'tenants/{tenantId}/schedules',
      tag: 'Schedules',
      summary:
        'Sets the schedule of an operation, in the place of the one that there is. You must be allowed to start the operation.',
      needs: 'schedules.edit',
      body: scheduleBody([...startable.keys()]),
      creates: true,
      answers: { 200: { description: 'The schedule.', schema: Schedule } },
      problems: ['schedule.invalid'],
      example: {
        body: { operation: 'policy.sync', cron: '30 2 * * *', timeZone: 'Europe/Berlin', jitterMinutes: 60 },
        answer: examples.schedule,
      },
      handle: async ({ params, body }, api: SchedulesApi, entry: Entry) => ({
        status: 200,
        jsonBody: await api.setSchedule(entry, params.tenantId, body.operation, toSchedule(startable, body)),
      }),
    }),
    granted({
      name: 'removeSchedule',
      method: 'DELETE',
      path: 'tenants/{tenantId}/schedules/{operation}',
      tag: 'Schedules',
      summary: 'Removes the schedule of an operation. What it has started goes on.',
      needs: 'schedules.edit',
      answers: { 204: { description: 'It is gone.' } },
      problems: ['schedule.unknown'],
      example: { answer: null },
      async handle({ params }, api: SchedulesApi, entry: Entry) {
        await api.removeSchedule(entry, params.tenantId, params.operation)
        return { status: 204 }
      },
    }),
  ]
}

/** Throws `request.invalid` for an input that a start of the operation would not take. */
function toSchedule(
  records: ReadonlyMap<string, OperationRecord>,
  { operation, everyMinutes, cron, timeZone, jitterMinutes, paused, input }: Body,
) {
  const schema = z.strictObject(requestShape(records.get(operation)!))
  const parsed = schema.safeParse(input)
  if (!parsed.success) throw invalidRequest(parsed.error, 'input', Object.keys(schema.shape))
  return {
    everyMinutes: everyMinutes ?? null,
    cron: cron ?? null,
    timeZone: cron === undefined ? null : (timeZone ?? 'UTC'),
    jitterMinutes,
    paused,
    input: parsed.data,
  }
}
