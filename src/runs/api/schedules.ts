import { auditedBy } from '../../access/caller'
import { type Access, type Enter, type Entry, requireCapability } from '../../access/enter'
import { once } from '../../access/once'
import { enteredTenant } from '../../access/require-tenant'
import { AppError } from '../../shared/errors'
import type { OperationRecord } from '../../shared/operation-record'
import { type NewSchedule, removeSchedule, setSchedule } from '../schedules/change'
import { listSchedules } from '../schedules/read'

interface Deps {
  enter: Enter
  records: ReadonlyMap<string, OperationRecord>
}

/** What requests may do with schedules. Everything throws `access.*`. */
export const createSchedules = ({ enter, records }: Deps) => ({
  listSchedules: (entry: Entry, tenantKey: string) =>
    enter(entry, { tenantKey }, (tx, access) => listSchedules(tx, enteredTenant(access).externalId)),
  /** Throws `run.unknown_operation`, `request.invalid`, `schedule.invalid`. Who may not start the operation sets no schedule for it. */
  setSchedule(entry: Entry, tenantKey: string, operation: string, schedule: NewSchedule) {
    const record = records.get(operation)
    if (!record?.lane || !record.http || !record.capability) throw new AppError('run.unknown_operation')
    const { capability } = record
    return enter(entry, { tenantKey }, async (tx, access) => {
      requireCapability(access, capability)
      return once(tx, access, entry.repeatable, () =>
        setSchedule(tx, keyOf(access, operation), schedule, auditedBy(access.caller)),
      )
    })
  },
  /** Throws `schedule.unknown`. */
  removeSchedule: (entry: Entry, tenantKey: string, operation: string) =>
    enter(entry, { tenantKey }, (tx, access) => removeSchedule(tx, keyOf(access, operation), auditedBy(access.caller))),
})

function keyOf(access: Access, operation: string) {
  return { workspaceId: access.places[0].workspaceId, tenantId: enteredTenant(access).externalId, operation }
}
