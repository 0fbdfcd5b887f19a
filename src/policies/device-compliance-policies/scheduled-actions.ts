import { AppError } from '../../errors'
import { sortByBytes, stableJson } from '../../settings/text'
import { ScheduledActions, type ScheduledAction } from './schema'

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
  const ordered = sortByBytes(actions.map(withoutIds), (action) => stableJson(action)).sort(
    (a, b) => delayOf(a) - delayOf(b),
  )
  for (const { actionType, ...action } of ordered) {
    const same = byType.get(actionType)
    if (same) same.push(action)
    else byType.set(actionType, [action])
  }
  return { ...policy, scheduledActionsForRule: Object.fromEntries(byType) }
}

function withoutIds(action: ScheduledAction): ScheduledAction {
  return { ...action, id: undefined }
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
