import { toAppError, withoutDetails } from '../../shared/errors'
import { logFields } from '../ledger/log-fields'
import { readRun } from '../ledger/read'
import type { Lane } from '../../shared/operation-record'
import { type Delivery, Message } from '../queue/message'
import type { AttemptDeps } from './attempt'
import { runMessage } from './run-message'

/**
 * Handles one delivery for the host. Logs a message that is thrown back with its code and its run. Throws only errors
 * that are safe to log, with the code first: the host logs their text.
 */
export async function receiveMessage(deps: AttemptDeps, lane: Lane, body: unknown, delivery: Delivery): Promise<void> {
  try {
    await runMessage(deps, lane, body, delivery)
  } catch (error) {
    const { sequenceNumber, deliveryCount } = delivery
    const about = await describeRun(deps, body)
    deps.log('message_thrown', { ...about, code: toAppError(error).code, lane, sequenceNumber, deliveryCount })
    throw withoutDetails(error)
  }
}

/** What is known of the message's run: nothing where the message is unreadable, its id where the run cannot be read. */
async function describeRun({ db }: { db: Parameters<typeof readRun>[0] }, body: unknown) {
  const message = Message.safeParse(body)
  if (!message.success) return {}
  const { runId } = message.data
  const run = await readRun(db, runId).catch(() => undefined)
  return run ? { ...logFields(run), runCode: run.error?.code ?? null } : { jobId: runId }
}
