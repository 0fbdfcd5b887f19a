import { withTimeout } from '../../src/shared/timeout'
import { ask, parsed, refused } from './ask'
import { failed, type Finding, type Look, notChecked, ok, silentMs, tokenMs, tooLate } from './check'
import { Health } from './health-answer'
import { clock, connections, database, deadLetters, migrations, runs } from './health-findings'
import type { Installation } from './installation'
import { heldToken, noToken, operationsRemedy, tokenRemedy } from './token'

/** What to do about an unhealthy answer, by its code. */
const remedies: ReadonlyMap<string, string> = new Map([
  ['db.schema_behind', 'Run "npm run db:migrate -- --url URL" with the account that migrates.'],
  [
    'db.forbidden',
    'Grant the login of the app the roles that its APP_ROLE needs, and look at POLICY_SETTINGS_SCHEMA: docs/deploying.md.',
  ],
  [
    'db.unavailable',
    'Look at the database: does it run, are DATABASE_URL, password and firewall right, is it overloaded?',
  ],
  [
    'queue.unavailable',
    'Look at Service Bus: names of the queues, both roles of the app on both queues, ServiceBusConnection__clientId.',
  ],
])

const path = '/worker-health'

/** What the app tells of itself to who has the app role Operations. */
export function workerHealthLook(installation: Installation): Look {
  return {
    names: ['worker health', 'database', 'migrations', 'connections', 'clock', 'runs', 'dead letters'],
    remedy: 'See "address" and "readiness".',
    withinMs: tokenMs + silentMs,
    async look(signal): Promise<Finding[]> {
      const { token, tokenRemedy: remedy = tokenRemedy } = installation
      const held = await heldToken(token)
      if (held === undefined) return [noToken]
      const answer = await withTimeout(
        silentMs,
        () => ask(installation, path, signal, held),
        () => tooLate(silentMs),
      )
      if (answer.status === 401) return [notChecked(refused(path, answer), remedy)]
      if (answer.status === 403) return [notChecked(refused(path, answer), operationsRemedy)]
      const { data } = Health.safeParse(parsed(answer))
      if (!data)
        return [failed(refused(path, answer), 'See "address": is it this API, and its version as new as this command?')]
      if (data.status === 'unhealthy') return [unhealthy(data.error)]
      const judges = [database, migrations, connections, clock, runs, deadLetters]
      return [ok('The app tells it.'), ...judges.map((judge) => judge(data))]
    },
  }
}

function unhealthy(code: string): Finding {
  const remedy = remedies.get(code) ?? 'docs/error-codes.md says what the code means.'
  return failed(`The app is unhealthy: ${code.slice(0, 100)}.`, remedy)
}
