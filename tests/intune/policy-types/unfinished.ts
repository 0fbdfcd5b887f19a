import type { PolicyType } from '../../../src/intune/policy-types/policy-type'
import type { Fixture } from './contract'

/** Lists what a new policy type or its fixture still lacks, in words for its author. */
export function unfinished(type: PolicyType, fixture: Fixture): string[] {
  const { permission, documented, source } = type
  const lacking: [string, boolean][] = [
    [`permission: the least application permission that reads ${source}`, permission.startsWith('Unknown.')],
    ['documented.flattened: what becomes rows', documented.flattened === ''],
    ['documented.secret: what is masked, or why nothing is', documented.secret === ''],
    ['fixture.entry: an entry of the list as Graph gives it', Object.keys(fixture.entry).length < 3],
    ['fixture.policyName: what the policy is called', fixture.policyName === ''],
    ['fixture.rows: the rows it becomes, path and shown value', fixture.rows.length === 0],
    ['fixture.settingNames: what its settings are called', fixture.settingNames.length === 0],
  ]
  return lacking.filter(([, lacks]) => lacks).map(([what]) => what)
}
