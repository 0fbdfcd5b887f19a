/** An error that is sent to the client. The SDK converts the AMQP condition to its `code`. */
export class BrokerError extends Error {
  readonly condition: string
  /** The status code of a reply on `$management`. */
  readonly status: number

  constructor(condition: string, message: string, status = 400) {
    super(message)
    this.name = 'BrokerError'
    this.condition = condition
    this.status = status
  }

  /** The same error in AMQP form, with all three fields: the Python client reads the third without asking whether it is there. */
  get amqp(): { condition: string; description: string; info: null } {
    return { condition: this.condition, description: this.message, info: null }
  }
}

/** The SDK detects a missing entity by this exact text; otherwise its code is ServiceCommunicationProblem. */
export function entityNotFound(name: string): BrokerError {
  return new BrokerError('amqp:not-found', `The messaging entity '${name}' could not be found.`, 404)
}

/** The service detaches a link by force when its token has ended (azure-sdk-for-python #23487). */
export function linkDetached(link: string): BrokerError {
  const text = `The link '${link}' is force detached. Code: RenewToken. Details: Unauthorized access. The token has expired.`
  return new BrokerError('amqp:link:detach-forced', text, 401)
}

export function disabled(name: string): BrokerError {
  return new BrokerError('com.microsoft:entity-disabled', `The messaging entity '${name}' is disabled.`, 410)
}

export function lockLost(): BrokerError {
  const text = 'The lock supplied is invalid. Either the lock expired, or the message has already been removed.'
  return new BrokerError('com.microsoft:message-lock-lost', text, 410)
}

export function notImplemented(what: string): BrokerError {
  return new BrokerError('amqp:not-implemented', `The local broker does not support ${what}.`, 501)
}

/** Converts any thrown value to an error for the client. */
export function toBrokerError(error: unknown): BrokerError {
  if (error instanceof BrokerError) return error
  return new BrokerError('amqp:internal-error', error instanceof Error ? error.message : String(error), 500)
}
