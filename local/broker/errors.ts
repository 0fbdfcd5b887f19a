/** A refusal the client gets to see, with the AMQP condition the SDK turns into its `code`. */
export class BrokerError extends Error {
  readonly condition: string
  /** What a reply on `$management` carries as status code. */
  readonly status: number

  constructor(condition: string, message: string, status = 400) {
    super(message)
    this.name = 'BrokerError'
    this.condition = condition
    this.status = status
  }

  /** The AMQP error that says the same. */
  get amqp(): { condition: string; description: string } {
    return { condition: this.condition, description: this.message }
  }
}

/** The SDK recognises a missing entity by this very sentence; without it the code is ServiceCommunicationProblem. */
export function entityNotFound(name: string): BrokerError {
  return new BrokerError('amqp:not-found', `The messaging entity '${name}' could not be found.`, 404)
}

export function lockLost(): BrokerError {
  const text = 'The lock supplied is invalid. Either the lock expired, or the message has already been removed.'
  return new BrokerError('com.microsoft:message-lock-lost', text, 410)
}

export function notImplemented(what: string): BrokerError {
  return new BrokerError('amqp:not-implemented', `The local broker does not have ${what}.`, 501)
}

/** What to tell the client about anything that was thrown. */
export function toBrokerError(error: unknown): BrokerError {
  if (error instanceof BrokerError) return error
  return new BrokerError('amqp:internal-error', error instanceof Error ? error.message : String(error), 500)
}
