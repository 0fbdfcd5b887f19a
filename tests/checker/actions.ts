import { type Expected, type JsonObject, type Label, grouped, objects } from './model'
import { canonical, segment, sortedBy } from './text'
import { isSetting, propertyOf, valueRows } from './typed'

const top = 'scheduledActionsForRule'

/** The portal's labels of action types, and of an action's properties. */
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
const properties = new Map([
  ['gracePeriodHours', 'Schedule (hours)'],
  ['notificationTemplateId', 'Message template'],
  ['notificationMessageCCList', 'Additional recipients'],
])

/** The rows of actions for noncompliance, grouped by type and sorted by delay. */
export function* actionRows(policy: JsonObject): Iterable<Expected> {
  const actions = objects(policy[top]).flatMap((rule) => objects(rule['scheduledActionConfigurations']))
  const heading: Label = { text: 'Actions for noncompliance' }
  const place = { path: top, property: top, labels: [heading], definition: undefined, known: new Map() }
  if (actions.length === 0) yield* valueRows([], place)
  const ordered = sortedBy(actions, content).sort((a, b) => delay(a) - delay(b))
  for (const [kind, same] of grouped(ordered, (action) => String(action['actionType'])))
    for (const [n, action] of same.entries()) {
      const label = labelled(kinds.get(kind), kind)
      const parent = { ...place, path: `${top}/${segment(kind)}/${n}`, labels: [heading, { ...label, number: n + 1 }] }
      for (const key of Object.keys(action)) {
        if (!isSetting(key) || key === 'actionType') continue
        const below = propertyOf({}, key, parent)
        yield* valueRows(action[key] ?? null, {
          ...below,
          labels: [...parent.labels, labelled(properties.get(key), key)],
        })
      }
    }
}

function labelled(known: string | undefined, property: string): Label {
  return known === undefined ? { text: property, loose: true } : { text: known }
}

function content(action: JsonObject): string {
  return canonical(Object.fromEntries(Object.entries(action).filter(([key]) => key !== 'id')))
}

function delay(action: JsonObject): number {
  return Number(action['gracePeriodHours'] ?? 0)
}
