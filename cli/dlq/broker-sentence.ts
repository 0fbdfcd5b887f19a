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

/** What is read of an error of the SDK. */
interface SdkError {
  name?: unknown
  code?: unknown
  message?: unknown
  errors?: unknown[]
}

/** Reads an error: after retries the SDK throws those of all tries as one without words, of which the last counts. */
export function sdkError(error: unknown): SdkError {
  const read = Object(error) as SdkError
  const last = Array.isArray(read.errors) ? read.errors.at(-1) : undefined
  return last === undefined ? read : sdkError(last)
}

/** One sentence for an error of the broker, of its connection or of signing in. */
export function brokerSentence(error: unknown, queue: string): string {
  const { name, code, message } = sdkError(error)
  const remedy = typeof code === 'string' ? remedies[code] : undefined
  if (remedy) return remedy(queue)
  if (/Credential|Authentication/.test(String(name))) return signInSentence(error, 'az login')
  const said = printable(String(message ?? error)).slice(0, 200)
  return `Service Bus does not answer as expected: is the namespace right, and open to this network? It says: ${said}`
}
