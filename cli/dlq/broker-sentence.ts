import { signInSentence } from '../azure-cli'
import { printable } from '../text'

/** What to do, by the code of the SDK's error. */
const remedies: Readonly<Record<string, (queue: string) => string>> = {
  UnauthorizedAccess: (queue) =>
    `Service Bus refuses access to ${queue}: looking and removing need the role "Azure Service Bus Data Receiver", sending "Azure Service Bus Data Sender".`,
  MessagingEntityNotFound: (queue) => `There is no queue ${queue} in this namespace: is --queue right?`,
  MessageLockLost: () =>
    'The lock ran out before it could be removed: it is still among the dead letters, and a copy may have been sent.',
  QuotaExceeded: (queue) => `The queue ${queue} is full.`,
  ServiceBusy: () => 'Service Bus is busy: try again in a minute.',
}

/** One sentence for an error of the broker, of its connection or of signing in. */
export function brokerSentence(error: unknown, queue: string): string {
  const { name, code, message } = Object(error) as Record<string, unknown>
  const remedy = typeof code === 'string' ? remedies[code] : undefined
  if (remedy) return remedy(queue)
  if (/Credential|Authentication/.test(String(name))) return signInSentence(error, 'az login')
  const said = printable(String(message ?? error)).slice(0, 200)
  return `Service Bus does not answer as expected: is the namespace right, and open to this network? It says: ${said}`
}
