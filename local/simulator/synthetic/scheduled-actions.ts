import type { JsonObject } from '../json'
import { type Random, uuid } from '../seed'

/** Creates the rule of a compliance policy: actions for a device that does not comply, with delays. */
export function rule(id: string, dice: Random): JsonObject {
  const actions: JsonObject[] = [action(id, 0, 'block', 0)]
  if (dice.chance(0.5)) actions.push(action(id, 1, 'notification', 24, ['it@contoso.com']))
  if (dice.chance(0.2)) actions.push(action(id, 2, 'notification', 72))
  if (dice.chance(0.1)) actions.push(action(id, 3, 'retire', 720))
  return { id: uuid(id, 'rule'), ruleName: 'PasswordRequired', scheduledActionConfigurations: actions }
}

function action(
  id: string,
  n: number,
  actionType: string,
  gracePeriodHours: number,
  recipients: string[] = [],
): JsonObject {
  const template = actionType === 'notification' ? uuid('template', n) : '00000000-0000-0000-0000-000000000000'
  return {
    id: uuid(id, 'action', n),
    gracePeriodHours,
    actionType,
    notificationTemplateId: template,
    notificationMessageCCList: recipients,
  }
}
