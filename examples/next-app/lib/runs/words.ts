import type { ListedRun, Run } from '../tenantpilot/schema'
import { shortTime } from './times'

type Status = Run['status']

/** All states of a run, in the order of its life. */
export const statuses = ['queued', 'running', 'succeeded', 'partial', 'failed', 'cancelled'] as const satisfies Status[]

/** What people call the states, and a sign for each, so that colour is not the only one. */
export const statusWords: Record<Status, { word: string; sign: string }> = {
  queued: { word: 'Waiting', sign: '…' },
  running: { word: 'Running', sign: '▶' },
  succeeded: { word: 'Succeeded', sign: '✓' },
  partial: { word: 'Partly succeeded', sign: '!' },
  failed: { word: 'Failed', sign: '✕' },
  cancelled: { word: 'Cancelled', sign: '–' },
}

/** The word and the sign of a state; its name where it is a new one. */
export function statusWord(status: Status): { word: string; sign: string } {
  const known: Partial<Record<string, { word: string; sign: string }>> = statusWords
  return known[status] ?? { word: status, sign: '?' }
}

const operations: Record<string, string> = {
  'policy.sync': 'Sync policies',
  'policy.reflatten': 'Name stored settings again',
  'tenant.verify': 'Verify a tenant',
}

/** What people call an operation; its name where it is a new one. */
export const operationWord = (operation: string): string => operations[operation] ?? operation

/** How far a run is. */
export function progressWords({ progress: { done, total } }: Pick<ListedRun, 'progress'>): string {
  return total === null ? `${done} so far` : `${done} of ${total}`
}

const reasons = {
  lane: 'Waits for another run of this tenant.',
  throttle: 'Waits because Microsoft Graph limits the requests.',
  retry: 'Waits for its next attempt, because something failed.',
  message: 'Waits for a worker.',
}

/** Why a run does not go on, and until when. Null: it waits for nothing. */
export function waitingWords({ waitingFor }: Pick<ListedRun, 'waitingFor'>): string | null {
  if (!waitingFor) return null
  const reason: string | undefined = reasons[waitingFor.reason]
  return `${reason ?? 'Waits.'}${waitingFor.until ? ` It goes on at ${shortTime(waitingFor.until)}.` : ''}`
}

const deeds: Record<string, string> = {
  retry_later: 'Try again in some minutes.',
  needs_administrator: 'An administrator must remove the cause. Then start it again.',
  conflict: 'The data has changed meanwhile. Start it again.',
  invalid_request: 'Change what was asked for, then start it again.',
  bug: 'This is an error of the service. Report it with the id of the run.',
}

/** The error that a run ended with, or that it waits because of. Null: it has none, or one of an earlier attempt. */
export function presentError({ status, error, waitingFor }: Pick<ListedRun, 'status' | 'error' | 'waitingFor'>) {
  const waits = waitingFor?.reason === 'retry' || waitingFor?.reason === 'throttle'
  return status === 'failed' || status === 'partial' || waits ? error : null
}

/** What was stored, and what failed, without zeros; empty where nothing was counted. */
export function countWords({ policies, settings, failed }: Run['counts']): string {
  const parts = [
    [policies, 'policies', 'policy'],
    [settings, 'settings', 'setting'],
    [failed, 'items failed', 'item failed'],
  ] as const
  return parts
    .filter(([count]) => count > 0)
    .map(([count, many, one]) => `${count} ${count === 1 ? one : many}`)
    .join(', ')
}

/** What to do about the error of a run. */
export const whatToDo = ({ category }: { category: string }): string => deeds[category] ?? 'Start it again.'

/** Whether it can be run again: a sync in which something failed. */
export const canRerun = ({ operation, finishedAt, counts }: Pick<ListedRun, 'operation' | 'finishedAt' | 'counts'>) =>
  operation === 'policy.sync' && finishedAt !== null && (counts?.failed ?? 0) > 0
