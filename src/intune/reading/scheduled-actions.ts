import * as z from 'zod'
import { AppError } from '../../shared/errors'
import { isObject, sortByBytes, stableJson } from '../../shared/text'

/** Actions for noncompliance as `$expand` returns them. */
const ScheduledActions = z.looseObject({
  scheduledActionsForRule: z.array(
    z.looseObject({ scheduledActionConfigurations: z.array(z.looseObject({ actionType: z.string() })) }),
  ),
})
type ScheduledAction = Record<string, unknown> & { actionType: string }

/** Removed from an action: Graph renews the id, and the type would select definitions of another type. */
const METADATA = { id: undefined, '@odata.type': undefined }

/**
 * Groups a policy's actions for noncompliance by their type, and sorts each group by delay, then content. So paths stay
 * stable (`scheduledActionsForRule/notification/0/gracePeriodHours`): Graph returns actions in any order, renews their ids
 * with every change, and groups them by rules that the portal does not show.
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

/** Whether Graph sent all actions of every rule, without a next page. */
export function hasAllActions(policy: Record<string, unknown>): boolean {
  const rules = policy['scheduledActionsForRule']
  return isComplete(policy, 'scheduledActionsForRule') && Array.isArray(rules) && rules.every(hasAllConfigurations)
}

/** Returns the policy. Throws `sync.incomplete` when Graph did not send all its actions. */
export function withAllActions<P extends Record<string, unknown>>(policy: P): P {
  if (hasAllActions(policy)) return policy
  throw new AppError('sync.incomplete', { message: 'The actions for noncompliance were not read to their end.' })
}

function hasAllConfigurations(rule: unknown): boolean {
  const name = 'scheduledActionConfigurations'
  return isObject(rule) && Array.isArray(rule[name]) && isComplete(rule, name)
}

function isComplete(object: Record<string, unknown>, list: string): boolean {
  return !object[`${list}@odata.nextLink`]
}

function withoutMetadata(action: ScheduledAction): ScheduledAction {
  return { ...action, ...METADATA }
}

function delayOf(action: ScheduledAction): number {
  return Number(action['gracePeriodHours']) || 0
}

/** The portal's labels of action types. */
const actionLabels = new Map([
  ['noAction', 'No action'],
  ['notification', 'Send email to end user'],
  ['block', 'Mark device noncompliant'],
  ['retire', 'Retire the noncompliant device'],
  ['wipe', 'Wipe the noncompliant device'],
  ['removeResourceAccessProfiles', 'Remove resource access profiles'],
  ['pushNotification', 'Send push notification to end user'],
  ['remoteLock', 'Remotely lock the noncompliant device'],
])

/** The portal's labels of an action's properties. */
const propertyLabels = new Map([
  ['gracePeriodHours', 'Schedule (hours)'],
  ['notificationTemplateId', 'Message template'],
  ['notificationMessageCCList', 'Additional recipients'],
])

/** The portal's label of a path that `withStableActions` makes; undefined for all other paths. */
export function actionLabel(path: string): string | undefined {
  const [top, kind, property] = path.split('/')
  if (top !== 'scheduledActionsForRule') return undefined
  if (kind === undefined) return 'Actions for noncompliance'
  return property === undefined ? actionLabels.get(kind) : propertyLabels.get(property)
}
