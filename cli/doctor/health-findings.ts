import { counted } from '../text'
import { failed, type Finding, notChecked, ok, warning } from './check'
import type { Healthy } from './health-answer'

// Each makes a finding of one part of the worker's health.

const untold = notChecked('This version of the API does not tell it.', 'Deploy the version of this command.')

/** Between two regions a round trip takes longer. Milliseconds. */
const slowMs = 50

/** How quickly the database answers. */
export function database({ database: told }: Healthy): Finding {
  if (!told) return untold
  const says = `PostgreSQL ${told.version.slice(0, 50)} answers in ${told.answersInMs} ms.`
  return told.answersInMs > slowMs
    ? warning(says, 'Look whether app and database are in one region, and whether the server is busy.')
    : ok(says)
}

/** Whether the schema is that of the app. */
export function migrations({ migrations: told }: Healthy): Finding {
  if (!told) return untold
  const { applied, expected, state } = told
  const says = `${applied} of ${expected} migrations are applied`
  if (state === 'current') return ok(`${says}.`)
  if (state === 'ahead')
    return warning(`${says}: a newer version has migrated it.`, 'Deploy the version that has migrated it.')
  const why = applied < expected ? '' : ', and access rules or a view are older than the app'
  return failed(`${says}${why}.`, 'Run "npm run db:migrate -- --url URL" with the account that migrates.')
}

/** Parts of the limit at which somebody should act, and at which new instances fail. */
const [many, tooMany] = [0.8, 0.95]

/** How many connections are left. */
export function connections({ connections: told }: Healthy): Finding {
  if (!told) return untold
  const { open, limit } = told
  const says = `${open} of ${limit} connections to the database are open.`
  const remedy = 'Lower the number of instances, or raise the limit of connections: docs/settings.md.'
  if (open >= tooMany * limit) return failed(says, remedy)
  return open >= many * limit ? warning(says, remedy) : ok(says)
}

/** Milliseconds: what no clock that is kept right reaches, and what a token may be off. */
const [off, farOff] = [1_000, 60_000]

/** Whether app and database agree about the time. */
export function clock({ clock: told }: Healthy): Finding {
  if (!told) return untold
  const { differenceMs } = told
  const ahead = differenceMs < 0 ? 'behind' : 'ahead of'
  const says = `The clock of the app is ${Math.abs(differenceMs)} ms ${ahead} that of the database.`
  const remedy = 'Set the clocks of both machines right (NTP): tokens are refused where they are a minute off.'
  if (Math.abs(differenceMs) > farOff) return failed(says, remedy)
  return Math.abs(differenceMs) > off ? warning(says, remedy) : ok(says)
}

const run = { one: 'run', many: 'runs' }
const message = { one: 'message', many: 'messages' }
const tenant = { one: 'tenant', many: 'tenants' }
const one = (count: number) => count === 1

/** Whether runs get on. */
export function runs({ queue, oldestWaitingSeconds, owed, late, failingTenants }: Healthy): Finding {
  const troubles = [
    ...(owed > 0 ? [`${counted(owed, message)} ${one(owed) ? 'was' : 'were'} not sent in time`] : []),
    ...(late > 0 ? [`${counted(late, run)} ${one(late) ? 'takes' : 'take'} far longer than usual`] : []),
    ...(failingTenants > 0 ? [`the last sync of ${counted(failingTenants, tenant)} failed`] : []),
  ]
  const longest = oldestWaitingSeconds === null ? '' : `, the oldest for ${oldestWaitingSeconds} s`
  const work = `${counted(queue.active, run)} ${one(queue.active) ? 'works' : 'work'}`
  const wait = `${queue.waiting} ${one(queue.waiting) ? 'waits' : 'wait'}${longest}`
  const says = `${[`${work}, ${wait}`, ...troubles].join('; ')}.`
  if (troubles.length === 0) return ok(says)
  const lists = [
    ...(failingTenants > 0 ? ['runs list --all --status failed'] : []),
    ...(owed + late > 0 ? ['runs list --all --active'] : []),
  ]
  return warning(says, `Look at them: ${lists.join(', and ')}.`)
}

/** Whether messages lie in the dead letters, as the app sees it. */
export function deadLetters({ deadLetters: { ledger, queues } }: Healthy): Finding {
  const lying = queues.sync + queues.interactive
  const lie = `${counted(lying, message)} ${one(lying) ? 'lies' : 'lie'} there`
  const says = `${lie}, ${counted(ledger, run)} failed for a bug in the last 24 hours.`
  return lying + ledger > 0 ? warning(says, 'Look at them: dlq list.') : ok(says)
}
