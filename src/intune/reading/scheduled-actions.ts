import { z } from 'zod'
import { AppError } from '../../shared/errors'
import { isObject, sortByBytes, stableJson } from '../../shared/text'

/** Actions for noncompliance as `$expand` brings them. */
const ScheduledActions = z.looseObject({
  scheduledActionsForRule: z.array(
    z.looseObject({ scheduledActionConfigurations: z.array(z.looseObject({ actionType: z.string() })) }),
  ),
})
type ScheduledAction = Record<string, unknown> & { actionType: string }

/** Metadata of an action: what Graph gives anew, and what would make its properties those of another type. */
const METADATA = { id: undefined, '@odata.type': undefined }

/**
 * A compliance policy with its actions for noncompliance in a form whose paths are stable: Graph gives actions in any
 * order, and their ids anew with every change. They are grouped by what they do, whatever rule holds them (the rule's
 * name is the API's, the portal knows none), and inside a group ordered by delay, then by content. So an added action
 * never renames one of another kind: `scheduledActionsForRule/notification/0/gracePeriodHours`.
 */
export function withStableActions(policy: Record<string, unknown>): Record<string, unknown> {
  const parsed = ScheduledActions.safeParse(policy)
  if (!parsed.success) {
    const message = 'The property scheduledActionsForRule has a form that cannot be read.'
    throw new AppError('sync.policy_unreadable', { message })
  }
  const actions = parsed.data.scheduledActionsForRule.flatMap((rule) => rule.scheduledActionConfigurations)
  if (actions.length === 0) return { ...policy, scheduledActionsForRule: [] }
  const byType = new Map<string, object[]>()
  const ordered = sortByBytes(actions.map(withoutMetadata), (action) => stableJson(action)).sort(
    (a, b) => delayOf(a) - delayOf(b),
  )
  for (const { actionType, ...action } of ordered) {
    const same = byType.get(actionType)
    if (same) same.push(action)
    else byType.set(actionType, [action])
  }
  return { ...policy, scheduledActionsForRule: Object.fromEntries(byType) }
}

/** Whether all actions of a policy came along, to the last of every rule. */
export function hasAllActions(policy: Record<string, unknown>): boolean {
  const rules = policy['scheduledActionsForRule']
  return isEnded(policy, 'scheduledActionsForRule') && Array.isArray(rules) && rules.every(hasAllConfigurations)
}

/** A policy whose actions came along to the last. Throws `sync.incomplete`. */
export function withAllActions<P extends Record<string, unknown>>(policy: P): P {
  if (hasAllActions(policy)) return policy
  throw new AppError('sync.incomplete', { message: 'The actions for noncompliance were not read to their end.' })
}

function hasAllConfigurations(rule: unknown): boolean {
  const name = 'scheduledActionConfigurations'
  return isObject(rule) && Array.isArray(rule[name]) && isEnded(rule, name)
}

function isEnded(object: Record<string, unknown>, list: string): boolean {
  return !object[`${list}@odata.nextLink`]
}

function withoutMetadata(action: ScheduledAction): ScheduledAction {
  return { ...action, ...METADATA }
}

function delayOf(action: ScheduledAction): number {
  const hours = action['gracePeriodHours']
  return typeof hours === 'number' ? hours : 0
}

/** What the portal calls what an action does. */
const kinds = new Map([
  ['noAction', 'No action'],
  ['notification', 'Send email to end user'],
  ['block', 'Mark device noncompliant'],
  ['retire', 'Retire the noncompliant device'],
  ['wipe', 'Wipe the noncompliant device'],
  ['removeResourceAccessProfiles', 'Remove resource access profiles'],
  ['pushNotification', 'Send push notification to end user'],
  ['remoteLock', 'Remotely lock the noncompliant device'],
])

/** What the portal calls an action's properties. */
const properties = new Map([
  ['gracePeriodHours', 'Schedule (hours)'],
  ['notificationTemplateId', 'Message template'],
  ['notificationMessageCCList', 'Additional recipients'],
])

/** What the portal calls a property of the form above; undefined for all others. */
export function actionLabel(path: string): string | undefined {
  const [top, kind, property] = path.split('/')
  if (top !== 'scheduledActionsForRule') return undefined
  if (kind === undefined) return 'Actions for noncompliance'
  return property === undefined ? kinds.get(kind) : properties.get(property)
}
