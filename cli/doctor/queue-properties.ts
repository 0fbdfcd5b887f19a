import type { QueueProperties } from '@azure/service-bus'
import { failed, type Finding, ok, warning } from './check'

/** What is judged of a queue. */
type Judged = Pick<
  QueueProperties,
  | 'requiresSession'
  | 'requiresDuplicateDetection'
  | 'enablePartitioning'
  | 'lockDuration'
  | 'maxDeliveryCount'
  | 'status'
>

const lockSeconds = 60
const deliveries = 10

/** Judges the properties of a queue, and says what to do about all that are wrong. */
export function judgeQueue(queue: string, found: Judged): Finding {
  const atCreation = [
    ...(found.requiresSession ? ['sessions are on: the app receives nothing'] : []),
    ...(found.requiresDuplicateDetection
      ? ['duplicate detection is on: messages that are sent again are dropped']
      : []),
    ...(found.enablePartitioning ? ['it is partitioned: sequence numbers become inexact'] : []),
  ]
  const status = found.status === 'Active' ? [] : [`its status is ${found.status ?? 'unknown'}`]
  const numbers = [
    ...(secondsOf(found.lockDuration) === lockSeconds ? [] : [`its lock lasts ${found.lockDuration}, not PT1M`]),
    ...(found.maxDeliveryCount === deliveries
      ? []
      : [`it delivers ${found.maxDeliveryCount} times, not ${deliveries}`]),
  ]
  const wrong = [...atCreation, ...status, ...numbers]
  if (wrong.length === 0) return ok('It is there, without sessions, duplicate detection and partitions, and active.')
  const remedies = [
    ...(atCreation.length > 0
      ? [
          `make the queue anew without them, because they cannot be changed: wait until it is empty, delete it, and create it as docs/deploying.md says`,
        ]
      : []),
    ...(status.length > 0 ? [`az servicebus queue update ${at(queue)} --status Active`] : []),
    ...(numbers.length > 0
      ? [`az servicebus queue update ${at(queue)} --lock-duration PT1M --max-delivery-count ${deliveries}`]
      : []),
  ]
  const finding = atCreation.length + status.length > 0 ? failed : warning
  return finding(`${wrong.join('; ')}.`, `${remedies.join('; ')}.`)
}

/** How commands of Azure name a queue. The namespace may be a broker of this machine, so that it is left open. */
export const at = (queue: string): string => `-g RESOURCE_GROUP --namespace-name NAMESPACE -n ${queue}`

/** Seconds of an ISO 8601 duration below a day, in whatever units it is written. NaN: it is none. */
function secondsOf(duration: string): number {
  const parts = /^P(?:0D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$/.exec(duration)
  const [hours = 0, minutes = 0, seconds = 0] = parts?.slice(1).map((part) => Number(part ?? 0)) ?? [NaN]
  return hours * 3600 + minutes * 60 + seconds
}
