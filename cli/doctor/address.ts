import * as z from 'zod'
import { ask, parsed, refused } from './ask'
import { failed, type Finding, type Look, ok } from './check'
import type { Installation } from './installation'

const alive = z.object({ status: z.literal('alive') })
const readiness = z.object({ status: z.enum(['ready', 'not_ready']) })

/** Is the app at its address, and is it this API? Asked without a token. */
export function addressLook(installation: Installation): Look {
  const path = '/health/live'
  return {
    names: ['address'],
    remedy: 'Give the address of the app (--url), and look whether it runs and is open to this network.',
    async look(signal): Promise<Finding[]> {
      const answer = await ask(installation, path, signal)
      if (alive.safeParse(parsed(answer)).success)
        return [ok(`${installation.url} is the API${installation.url.startsWith('https:') ? ', over TLS' : ''}.`)]
      const says = answer.status === 200 ? `${installation.url} answers, and is not this API.` : refused(path, answer)
      return [failed(says, 'Give the address of the app (--url), and look whether the package is deployed.')]
    },
  }
}

/** Do database and queues answer the app? */
export function readinessLook(installation: Installation): Look {
  const path = '/health/ready'
  const remedy =
    'See "worker health" and the queues. Of the database the log event "database_unavailable" has the reason. For the queues the identity of the app needs both roles on both queues, "Azure Service Bus Data Sender" and "Azure Service Bus Data Receiver".'
  return {
    names: ['readiness'],
    remedy: 'See "address".',
    async look(signal): Promise<Finding[]> {
      const answer = await ask(installation, path, signal)
      const { data } = readiness.safeParse(parsed(answer))
      if (data?.status === 'ready') return [ok('Database and queues answer the app.')]
      return [
        data
          ? failed('Database or queues do not answer the app.', remedy)
          : failed(refused(path, answer), 'See "address".'),
      ]
    },
  }
}
