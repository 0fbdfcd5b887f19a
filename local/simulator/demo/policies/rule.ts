import type { DataObject } from '../template'

/** The id that Graph uses where no message is sent. */
const none = '00000000-0000-0000-0000-000000000000'
const message = '7b1f6a34-0a52-4f0e-9c43-8d1a5a2f6e10'

/** What is done, and after how many hours. */
export type Action = readonly [type: string, hours: number]

/** What happens to a device that does not comply, each after some hours. */
export function rule(...actions: readonly Action[]): DataObject {
  return {
    ruleName: 'PasswordRequired',
    scheduledActionConfigurations: actions.map(([actionType, gracePeriodHours]) => ({
      actionType,
      gracePeriodHours,
      notificationTemplateId: actionType === 'notification' ? message : none,
      notificationMessageCCList: [],
    })),
  }
}
